// Command tests › Titles as a process: how it ends, what it leaves, and how much memory it takes.

import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@testable import BraidCommand

struct TitlesProcessTests {
    private let server = LoopbackServer { exchange in
        exchange.path == "/silent"
            ? exchange.waitForTheClientToGo()
            : exchange.respond("200 OK", [], "<title>\(exchange.path)</title>")
    }

    private func run(_ script: String, _ arguments: [String]) async throws -> MeasuredProcess {
        try await onPlainThread { try runScript(script, arguments) }
    }

    @Test(arguments: Model.allCases, ["INT", "TERM"])
    func interruptedItPrintsWhatIsDone(model: Model, signal: String) async throws {
        let output = try TemporaryFile()
        let script = """
            env --default-signal "$0" titles --model \(model.rawValue) --output "$1" --format tsv "$2" "$3" 2>/dev/null &
            while [ "$(wc -l <"$1")" -lt 2 ] && kill -0 $!; do :; done
            kill -\(signal) $!
            wait $!
            """
        // A shell without a terminal has what it starts with & ignore Ctrl-C; env undoes that.
        let arguments = [output.path, server.url("/page"), server.url("/silent")]
        let process = try await run(script, arguments)
        #expect(process.ending == .exited(signal == "INT" ? 130 : 143))
        #expect(try output.lines.count == 2)
        #expect(try output.text.hasSuffix("\n"))
    }

    @Test func aBrokenPipeEndsItQuietly() async throws {
        let input = try TemporaryFile((0..<5000).map { server.url("/\($0)") + "\n" }.joined())
        for prefix in ["", "trap '' PIPE; "] {
            let process = try await run(
                prefix + "(\"$0\" titles --format tsv --input \"$1\"; echo $? >&2) | head -n 1", [input.path])
            #expect(process.output == (SeparatedFormat.tabs().header ?? "") + "\n")
            #expect(process.errorOutput == "141\n")
        }
        withExtendedLifetime(input) {}
    }

    /// A shell reads byte by byte, so what is printed has to wait, and pages have to wait for that.
    @Test(arguments: Model.allCases)
    func aSlowReaderGetsEverything(model: Model) async throws {
        let title = String(repeating: "x", count: 10_000)
        let server = LoopbackServer { $0.respond("200 OK", [], "<title>\(title)</title>") }
        let input = try TemporaryFile((0..<250).map { server.url("/\($0)") + "\n" }.joined())
        let script = """
            "$0" titles --model \(model.rawValue) --format tsv --input "$1" |
                { count=0; while read -r line; do count=$((count+1)); done; echo $count; }
            """
        let process = try await run(script, [input.path])
        withExtendedLifetime(input) {}
        #expect(process.output == "251\n")
    }

    @Test func aFullDiskIsSaid() async throws {
        let process = try await run(
            "\"$0\" titles --format tsv \"$1\" >/dev/full", [server.url("/a")])
        #expect(process.ending == .exited(1))
        #expect(process.errorOutput == "braid: cannot write to standard output: No space left on device\n")
    }

    @Test func withoutATerminalThereIsNoBar() async throws {
        let process = try await run("\"$0\" titles \"$1\"", [server.url("/a")])
        #expect(process.ending == .exited(0))
        #expect(!process.errorOutput.contains("\r"))
        #expect(process.errorOutput.hasPrefix("1 fetched, 0 failed, "))
    }

    /// The most memory that a run over so many addresses took, in KiB; nothing listens where they lead. Without the
    /// watchdog: the debug information that it reads to name what blocks a loop, on a busy machine or in a debug build,
    /// takes 30 MB, once. With one arena for all threads: with many, how much the allocator has asked for depends on which thread
    /// was where when it allocated.
    private func memory(for count: Int, _ options: String) async throws -> Int {
        let script = """
            seq 1 \(count) | sed 's,.*,http://127.0.0.1:1/&,' |
                BRAID_WATCHDOG=off MALLOC_ARENA_MAX=1 env time -f '%M' "$0" titles --format tsv --input - \(options) 2>&1 >/dev/null | tail -n 1
            """
        let process = try await run(script, [])
        return try #require(Int(process.output.split(separator: "\n").last ?? ""), "\(process.errorOutput)")
    }

    @Test(
        .enabled("GNU time is not installed: memory was not measured") { hasTime },
        arguments: [Model.goroutines, .asyncio, .promises])
    func manyAddressesTakeNoMoreMemoryThanSome(model: Model) async throws {
        let options = "--no-unique --model \(model.rawValue)"
        let some = try await memory(for: 12_000, options)
        let many = try await memory(for: 30_000, options)
        #expect(many < some + 4 * 1024)
    }

    /// GNU time, which tells the peak of memory, is a package of its own.
    // Safety: a constant string.
    private static let hasTime = unsafe access("/usr/bin/time", X_OK) == 0
}
