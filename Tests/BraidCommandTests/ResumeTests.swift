// Command tests › Resume: what a journal says, what a killed process leaves, and that nothing is fetched twice.

import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@testable import BraidCommand

struct AppendedFileTests {
    private func cut(_ text: String) throws -> String {
        let file = try TemporaryFile(text)
        close(try AppendedFile.open(file.path))
        return try file.text
    }

    @Test func whatFollowsTheLastWholeLineIsCutOff() throws {
        #expect(try cut("one\ntwo\nthr") == "one\ntwo\n")
        #expect(try cut("one\ntwo\n") == "one\ntwo\n")
        #expect(try cut("on") == "")
        #expect(try cut("") == "")
        let long = String(repeating: "x", count: 10_000)
        #expect(try cut("one\n" + long) == "one\n")
        #expect(try cut(long + "\n" + long) == long + "\n")
    }
}

struct ResumeTests {
    private func server(_ visitors: Visitors) -> LoopbackServer {
        LoopbackServer { exchange in
            visitors.serve(exchange.path) { _ in
                switch exchange.path {
                case "/busy": exchange.respond("503 Service Unavailable")
                case "/gone": exchange.respond("404 Not Found")
                case "/silent": exchange.waitForTheClientToGo()
                default: exchange.respond("200 OK", [], "<title>\(exchange.path)</title>")
                }
            }
        }
    }

    @Test(arguments: Model.allCases)
    func whatAServerHasAnsweredForGoodIsNotFetchedAgain(model: Model) async throws {
        let visitors = Visitors()
        let server = server(visitors)
        let journal = try TemporaryFile()
        let words =
            ["--model", model.rawValue, "--resume", journal.path, "--format", "tsv"]
            + ["/a", "/gone", "/busy"].map { server.url($0) } + ["http://127.0.0.1:1/"]
        #expect(try await TitlesRun(words).addresses.count == 4)
        let second = try await TitlesRun(words + [server.url("/b")])
        #expect(Set(second.addresses) == [server.url("/busy"), "http://127.0.0.1:1/", server.url("/b")])
        #expect(visitors.requests == ["/a": 1, "/gone": 1, "/busy": 2, "/b": 1])
    }

    @Test func aTornLastLineIsNoAddress() async throws {
        let visitors = Visitors()
        let server = server(visitors)
        let journal = try TemporaryFile("\(server.url("/a"))\n\(server.url("/b"))")
        let run = try await TitlesRun(
            ["--resume", journal.path, "--format", "tsv", server.url("/a"), server.url("/b")])
        #expect(run.addresses == [server.url("/b")])
        #expect(try journal.lines == [server.url("/a"), server.url("/b")])
    }

    @Test func twoRunsCannotShareAJournal() async throws {
        let journal = try TemporaryFile()
        let first = try Journal(journal.path)
        #expect(throws: CannotWrite.self) { try Journal(journal.path) }
        withExtendedLifetime(first) {}
    }

    /// Each run is killed as soon as some results are there; in the end every address has been printed.
    @Test func afterBeingKilledHoweverOftenNothingIsMissing() async throws {
        let visitors = Visitors()
        let server = server(visitors)
        let addresses = (0..<300).map { server.url("/\($0)") }
        let (journal, output) = (try TemporaryFile(), try TemporaryFile())
        let input = try TemporaryFile(addresses.joined(separator: "\n") + "\n")
        let script = """
            for count in 20 100 200; do
                "$0" titles --rate 400 --resume "$1" --output "$2" --format tsv --input "$3" 2>/dev/null &
                while [ "$(wc -l <"$1")" -lt $count ] && kill -0 $!; do :; done
                kill -KILL $!
                wait $!
                sed "s/^/$count /" "$1"
                printf 'torn' >>"$2"
                printf 'http://to' >>"$1"
            done
            exec "$0" titles --resume "$1" --output "$2" --format tsv --input "$3"
            """
        let files = [journal.path, output.path, input.path]
        let process = try await onPlainThread { try runScript(script, files) }
        withExtendedLifetime(input) {}
        #expect(process.ending == .exited(0), "\(process.errorOutput)")
        let lines = try output.lines
        #expect(lines.first == SeparatedFormat.tabs().header)
        let rows = lines.dropFirst().map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
        #expect(rows.allSatisfy { $0.count == 10 })
        #expect(Set(rows.map { String($0[0]) }) == Set(addresses))
        #expect(Set(try journal.lines) == Set(addresses))
        // What a journal had at the first kill was requested once, at the second twice at most, and so on.
        let finished = process.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        for (kills, count) in ["20", "100", "200"].enumerated() {
            let addresses = finished.filter { $0[0] == count && $0[1].hasPrefix(server.url()) }.map { $0[1] }
            #expect(!addresses.isEmpty)
            for address in addresses {
                let path = String(address.dropFirst(server.url("").count))
                #expect(visitors.requests[path].map { (1...kills + 1).contains($0) } == true, "\(path)")
            }
        }
    }
}
