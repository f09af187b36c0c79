// Command tests › Input: where addresses come from, and what is said if they do not.

import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@testable import BraidCommand

struct AddressSourceTests {
    private func addresses(in text: String) throws -> [String] {
        let file = try TemporaryFile(text)
        return try withExtendedLifetime(file) { Array(try AddressSource(arguments: [], file: file.path)) }
    }

    @Test func emptyLinesAndCommentsAreNoAddresses() throws {
        #expect(try addresses(in: "a\n\n # no\n\t b \r\nc") == ["a", "b", "c"])
    }

    @Test func aByteOrderMarkIsNoPartOfTheFirstAddress() throws {
        #expect(try addresses(in: "\u{FEFF}http://a/\n\u{FEFF}b\n") == ["http://a/", "\u{FEFF}b"])
        #expect(try addresses(in: "\u{FEFF}# no\na") == ["a"])
        #expect(try addresses(in: "\u{FEFF}") == [])
    }

    @Test func anErrorIsNoEnd() throws {
        let source = try AddressSource(arguments: ["a"], file: "/tmp")
        #expect(Array(source) == ["a"])
        #expect(source.failure == CannotRead(name: "/tmp", error: EISDIR))
    }

    @Test func aFileThatIsAbsentIsNamed() {
        #expect(throws: CannotRead(name: "/none", error: ENOENT)) {
            try AddressSource(arguments: [], file: "/none")
        }
    }
}

struct InputProcessTests {
    private let server = LoopbackServer { $0.respond("200 OK", [], "<title>here</title>") }

    private func run(_ script: String) async throws -> MeasuredProcess {
        let url = server.url()
        return try await onPlainThread { try runScript(script, [url]) }
    }

    @Test func aFolderHasNoAddresses() async throws {
        let process = try await run("\"$0\" titles --input /tmp")
        #expect(process.ending == .exited(2))
        #expect(process.errorOutput.contains("--input: cannot read /tmp: Is a directory"))
    }

    @Test(arguments: ["</tmp", "<&-"])
    func whatCannotBeReadIsBadUsage(redirection: String) async throws {
        let process = try await run("\"$0\" titles --format tsv --input - \"$1\" \(redirection)")
        #expect(process.ending == .exited(2))
        #expect(
            process.errorOutput.hasPrefix("braid: cannot read standard input: "), "\(process.errorOutput)")
    }

    @Test func whatWasFetchedBeforeIsPrinted() async throws {
        let process = try await run("\"$0\" titles --format tsv --input - \"$1\" </tmp")
        #expect(process.output.split(separator: "\n").count == 2)
    }

    @Test func theDemonstrationSaysThatStandardInputIsNotRead() async throws {
        let process = try await run("echo \"$1\" | \"$0\" titles --quiet")
        #expect(process.ending == .exited(0))
        #expect(process.errorOutput.hasPrefix("braid: standard input is not read; --input - takes"))
        #expect(try await !run("\"$0\" titles </dev/null").errorOutput.contains("standard input"))
    }

    @Test(arguments: [
        ["mailto:a@b.example"], ["data:text/html,x"], ["tel:5551234"], ["JavaScript:void(0)"], ["urn:isbn:1"],
    ])
    func aSchemeWithoutAHostIsNoHost(words: [String]) async throws {
        let run = try await TitlesRun(["--format", "tsv"] + words)
        #expect(run.fields(8) == ["unsupported-scheme"])
    }

    @Test func aHostThatIsCalledLikeASchemeHasAPort() {
        #expect(Visit("news:8080/x", number: 0).identity == "http://news:8080/x")
        #expect(Visit("me:secret@a.example", number: 0).identity == "http://me:secret@a.example:80/")
    }
}
