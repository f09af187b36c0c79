// Command tests › Input: where addresses come from, and what is said if they do not.

import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@testable import BraidCommand

/// Both ends of a pipe, one of which can be opened by a name.
private final class Ends {
    private let ends: [Int32]
    var path: String { "/dev/fd/\(ends[0])" }

    init?() {
        var ends: [Int32] = [0, 0]
        // Safety: the kernel writes two numbers into our array.
        guard unsafe pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        self.ends = ends
    }

    func write(_ text: String) {
        let bytes = Array(text.utf8)
        // Safety: the kernel reads from our array, of the count that is given.
        _ = unsafe Glibc.write(ends[1], bytes, bytes.count)
    }

    func end() { close(ends[1]) }

    deinit { close(ends[0]) }
}

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

    @Test func aLineMayBeLongerThanABlockAndTheLastNeedsNoEnd() throws {
        let lines = [1, 65_535, 65_536, 65_537, 300_000, 2].map { String(repeating: "x", count: $0) }
        #expect(try addresses(in: lines.joined(separator: "\n")) == lines)
        #expect(try addresses(in: lines.joined(separator: "\n") + "\n") == lines)
    }

    @Test func whiteSpaceBeyondASCIIIsNoPartOfAnAddress() throws {
        #expect(try addresses(in: "\u{3000}a\u{A0}\n\u{2003}#no\n\u{3000}\nü\n") == ["a", "ü"])
    }

    @Test func aBatchIsWhatIsAtHand() throws {
        let ends = try #require(Ends())
        let source = try AddressSource(arguments: ["first"], file: ends.path)
        ends.write("a\nb\nhalf")
        // What is given as arguments needs not be waited for, and the pipe has not been looked at.
        #expect(source.nextBatch() == ["first"])
        #expect(source.nextBatch() == ["a", "b"])
        ends.write(" a line\n")
        #expect(source.nextBatch() == ["half a line"])
        ends.write((0..<300).map { "\($0)\n" }.joined())
        #expect(source.nextBatch().count == 128)
        #expect(source.nextBatch().count == 128)
        #expect(source.nextBatch() == (256..<300).map(String.init))
        ends.end()
        #expect(source.nextBatch() == [])
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
        #expect(Address.identity(of: "news:8080/x") == "http://news:8080/x")
        #expect(Address.identity(of: "me:secret@a.example") == "http://me:secret@a.example:80/")
    }
}
