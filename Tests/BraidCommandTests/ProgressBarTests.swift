// Command tests › Progress bar: on a terminal that looks like one, and nowhere else.
//
// No test waits for a time: the last page is held back until what a test is about has been seen.

import BraidTestSupport
import BraidTesting
import Testing

@testable import BraidCommand

struct ProgressBarTests {
    /// Serves /good and /bad at once, and /last when `mayEnd` says so.
    private func server(_ mayEnd: @escaping @Sendable () -> Bool) -> LoopbackServer {
        LoopbackServer { exchange in
            switch exchange.path {
            case "/bad": return exchange.respond("404 Not Found")
            case "/last": while !mayEnd() { pauseThread() }
            default: break
            }
            return exchange.respond("200 OK", [], "<title>here</title>")
        }
    }

    private func run(_ script: String, _ arguments: [String]) async throws -> MeasuredProcess {
        try await onPlainThread { try runScript(script, arguments) }
    }

    @Test(arguments: Model.allCases, ["env -u NO_COLOR ", "NO_COLOR= ", "NO_COLOR=1 "])
    func onATerminalItSaysHowFarItIs(model: Model, environment: String) async throws {
        let terminal = try #require(PseudoTerminal(columns: 100))
        let server = server { terminal.text.contains("] 2/3  ") && terminal.text.contains(" left") }
        let process = try await run(
            "\(environment)TERM=xterm \"$0\" titles --model \(model.rawValue) --format tsv \"$2\" \"$3\" \"$4\" 2>\"$1\"",
            [terminal.path] + ["/good", "/bad", "/last"].map { server.url($0) })
        let text = terminal.textAtTheEnd()
        #expect(process.ending == .exited(1))
        // The output is no terminal, and has nothing of the bar.
        #expect(process.output.split(separator: "\n").count == 4 && !process.output.contains("\u{1B}"))
        let lines = text.components(after: "\r\u{1B}[K")
        let bar = try #require(lines.first { $0.contains("] 2/3  ") && $0.contains(" left") })
        #expect(bar.hasPrefix("[################--------] 2/3  "))
        #expect(bar.contains("/s  "))
        let failed = environment == "NO_COLOR=1 " ? "  1 failed  " : "  \u{1B}[31m1 failed\u{1B}[0m  "
        #expect(bar.contains(failed), "\(bar)")
        // It is wiped away before the sum is printed.
        #expect(lines.last?.hasPrefix("2 fetched, 1 failed, ") == true, "\(text)")
    }

    /// What the printer writes when the clock ticks shows that it has: with that, a bar would have been drawn.
    @Test(arguments: ["2>\"$2\"", "2>&1 >/dev/null | cat >\"$2\""])
    func inAPipeOrAFileThereIsNone(redirection: String) async throws {
        let (output, errors) = (try TemporaryFile(), try TemporaryFile())
        let path = output.path
        let server = server {
            (try? MeasuredProcess(running: ["cat", path]).output.contains("/good")) == true
        }
        _ = try await run(
            "TERM=xterm \"$0\" titles --format tsv --output \"$1\" \"$3\" \"$4\" \(redirection)",
            [path, errors.path, server.url("/good"), server.url("/last")])
        let text = try errors.text
        #expect(text.hasPrefix("2 fetched, 0 failed, ") && !text.contains("\r") && !text.contains("\u{1B}"))
    }

    @Test(arguments: ["TERM=dumb", "TERM="])
    func onATerminalThatCannotDrawThereIsNone(environment: String) async throws {
        let terminal = try #require(PseudoTerminal(columns: 100))
        let output = try TemporaryFile()
        let path = output.path
        let server = server {
            (try? MeasuredProcess(running: ["cat", path]).output.contains("/good")) == true
        }
        _ = try await run(
            "\(environment) \"$0\" titles --format tsv --output \"$2\" \"$3\" \"$4\" 2>\"$1\"",
            [terminal.path, path, server.url("/good"), server.url("/last")])
        let text = terminal.textAtTheEnd()
        #expect(text.hasPrefix("2 fetched, 0 failed, ") && !text.contains("\u{1B}"))
        withExtendedLifetime(output) {}
    }
}

extension String {
    /// The pieces between these marks.
    fileprivate func components(after mark: String) -> [String] {
        var (pieces, rest) = ([] as [String], self[...])
        while let range = rest.firstRange(of: mark) {
            pieces.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return pieces + [String(rest)]
    }
}
