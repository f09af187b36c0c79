// Command tests › Output: where results go, and what stands beside them.

import BraidTestSupport
import BraidTesting
import HTTPTypes
import Testing

@testable import BraidCommand

struct OutputTests {
    private let server = LoopbackServer { $0.respond("200 OK", [], "<title>here</title>") }

    private func run(_ options: String, _ rest: String = "") async throws -> MeasuredProcess {
        let url = server.url()
        return try await onPlainThread {
            try runScript("\"$0\" titles --format tsv \(options) \"$1\" \(rest)", [url])
        }
    }

    @Test(arguments: ["-o -", "-o /dev/stdout"])
    func theOutputMayBeAPipe(option: String) async throws {
        let process = try await run(option, "| cat")
        #expect(process.output.split(separator: "\n").count == 2, "\(process.errorOutput)")
    }

    @Test func aPipeThatIsNamedBreaksToo() async throws {
        let process = try await run("-o /dev/stdout", "| true; echo $?")
        #expect(process.ending == .exited(0))
    }

    @Test func aJournalMustBeAFileThatCanBeReadAgain() async throws {
        let process = try await run("--resume /dev/full")
        #expect(process.ending == .exited(1))
        #expect(process.errorOutput.contains("cannot write to /dev/full"))
    }

    @Test func quietlyNothingIsSummedUp() async throws {
        #expect(try await run("--format table --quiet").errorOutput.isEmpty)
        #expect(try await run("--format table --no-progress").errorOutput.hasPrefix("1 fetched, 0 failed, "))
    }

    @Test(arguments: ["--output", "--resume"])
    func theDemonstrationWritesNoFiles(option: String) async throws {
        let process = try await onPlainThread { try runScript("\"$0\" titles $1 /dev/null", [option]) }
        #expect(process.ending == .exited(2))
        #expect(process.errorOutput.contains("\(option): there are no addresses"))
    }
}

struct HeaderFieldTests {
    private func field(_ argument: String) throws -> HeaderField { try HeaderField(argument: argument) }

    @Test func aValueMayBeEmptyOrTheFieldLeftOut() throws {
        #expect(try field("X-One:  1;2") == .field(.init(name: .init("X-One")!, value: "1;2")))
        #expect(try field("Accept;") == .field(.init(name: .accept, value: "")))
        #expect(try field("user-agent:") == .without(.userAgent))
        for argument in ["Accept:", "accept-encoding: ", "X-One;1", "X-One"] {
            #expect(throws: (any Error).self, "\(argument)") { try field(argument) }
        }
    }

    @Test(arguments: Model.allCases)
    func theUserAgentCanBeLeftOut(model: Model) async throws {
        let server = LoopbackServer { exchange in
            let words = ["User-Agent", "X-One"].map { exchange.field($0) ?? "none" }
            return exchange.respond("200 OK", [], "<title>\(words.joined(separator: ","))</title>")
        }
        let run = try await TitlesRun(
            ["--model", model.rawValue, "--format", "tsv", "-H", "User-Agent:", "-H", "X-One;", server.url()])
        #expect(run.fields(3) == ["none,"])
    }
}

struct DescriptorsTests {
    @Test func someDescriptorsAreForOtherThanPages() {
        #expect(Descriptors.pages(within: 1024) == 768)
        #expect(Descriptors.pages(within: 100) == 50)
        #expect(Descriptors.pages(within: 1) == 1)
    }

    /// Until a hundred are there at the same time nobody is answered.
    private func run(_ limits: String) async throws -> MeasuredProcess {
        let visitors = Visitors()
        let server = LoopbackServer { exchange in
            visitors.serve(exchange.path) { _ in
                while visitors.most < 100 { pauseThread() }
                return exchange.respond()
            }
        }
        let input = try TemporaryFile((0..<300).map { server.url("/\($0)") + "\n" }.joined())
        return try await onPlainThread {
            try runScript(
                "\(limits); exec \"$0\" titles --concurrency 300 --format tsv --input \"$1\"", [input.path])
        }
    }

    @Test func aSoftLimitOfOpenFilesIsRaised() async throws {
        let process = try await run("ulimit -S -n 64")
        #expect(process.ending == .exited(0), "\(process.output)")
        #expect(process.errorOutput.isEmpty)
    }

    @Test func aHardLimitHasFewerPagesFetchedAtATime() async throws {
        let process = try await run("ulimit -n 300")
        #expect(process.ending == .exited(0), "\(process.output)")
        #expect(
            process.errorOutput
                == "braid: this system allows 300 open files, enough for 150 pages at a time instead of 300\n"
        )
    }
}
