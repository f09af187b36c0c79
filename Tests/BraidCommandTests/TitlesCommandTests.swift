// Command tests › Titles: what each option does, in every model, against a server on this machine.

import ArgumentParser
import BraidTestSupport
import Synchronization
import Testing

@testable import BraidCommand

/// What a server has seen.
final class Visitors: Sendable {
    private struct State {
        var requests: [String: Int] = [:]
        var present = 0
        var most = 0
    }

    private let state = Mutex(State())

    /// How often each path was asked for.
    var requests: [String: Int] { state.withLock { $0.requests } }
    /// How many were served at the same time.
    var most: Int { state.withLock { $0.most } }

    /// Counts a visitor in while `body` serves him; gives it the number of this visit to the path, from 1.
    func serve(_ path: String, _ body: (Int) -> Bool) -> Bool {
        let number = state.withLock { state in
            state.present += 1
            state.most = max(state.most, state.present)
            state.requests[path, default: 0] += 1
            return state.requests[path, default: 0]
        }
        defer { state.withLock { $0.present -= 1 } }
        return body(number)
    }
}

struct TitlesCommandTests {
    @Test(arguments: Model.allCases)
    func everyAddressGetsOneLine(model: Model) async throws {
        let server = LoopbackServer { $0.respond("200 OK", [], "<title>\($0.path)</title>") }
        let addresses = (0..<50).map { server.url("/\($0)") }
        let run = try await TitlesRun(["--model", model.rawValue, "--format", "tsv"] + addresses)
        #expect(Set(run.addresses) == Set(addresses))
        #expect(run.addresses.count == 50)
        #expect(run.failures == 0)
    }

    @Test(arguments: Model.allCases)
    func duplicatesAreFetchedOnce(model: Model) async throws {
        let visitors = Visitors()
        let server = LoopbackServer { exchange in visitors.serve(exchange.path) { _ in exchange.respond() } }
        let run = try await TitlesRun(
            ["--model", model.rawValue, "--format", "tsv"]
                + [server.url("/a"), server.url("/b"), server.url("/a")])
        #expect(run.addresses.count == 2)
        #expect(visitors.requests == ["/a": 1, "/b": 1])
    }

    @Test(arguments: Model.allCases)
    func inOrderWhicheverComesFirst(model: Model) async throws {
        let others = Tally()
        let server = LoopbackServer { exchange in
            // The first page comes last, if anybody asks for the others meanwhile.
            while exchange.path == "/0", model != .sequential, others.value < 9 { pauseThread() }
            if exchange.path != "/0" { others.add() }
            return exchange.respond()
        }
        let addresses = (0..<10).map { server.url("/\($0)") }
        let run = try await TitlesRun(
            ["--model", model.rawValue, "--ordered", "--format", "tsv"] + addresses)
        #expect(run.addresses == addresses)
    }

    @Test(arguments: [Model.goroutines, .asyncio, .promises])
    func aServerSeesNoMoreAtATimeThanItsLimit(model: Model) async throws {
        let visitors = Visitors()
        let server = LoopbackServer { exchange in
            visitors.serve(exchange.path) { _ in
                for _ in 0..<100 { pauseThread() }
                return exchange.respond()
            }
        }
        let addresses = (0..<40).map { server.url("/\($0)") }
        let run = try await TitlesRun(
            ["--model", model.rawValue, "--per-host", "3", "--format", "tsv"] + addresses)
        #expect(run.addresses.count == 40)
        #expect((1...3).contains(visitors.most))
    }

    @Test(arguments: Model.allCases)
    func afterTheFirstFailureNothingStarts(model: Model) async throws {
        let visitors = Visitors()
        let server = LoopbackServer { exchange in
            visitors.serve(exchange.path) { _ in exchange.respond("404 Not Found") }
        }
        let run = try await TitlesRun(
            ["--model", model.rawValue, "--fail-fast", "--concurrency", "1", "--format", "tsv"]
                + (0..<20).map { server.url("/\($0)") })
        #expect(run.failures == 1)
        #expect(run.addresses == [server.url("/0")])
        #expect(visitors.requests == ["/0": 1])
    }

    @Test(arguments: Model.allCases)
    func everyRequestSaysWhatItIsTold(model: Model) async throws {
        let server = LoopbackServer { exchange in
            let words = ["User-Agent", "X-One", "X-Two"].map { exchange.field($0) ?? "none" }
            return exchange.respond("200 OK", [], "<title>\(words.joined(separator: " "))</title>")
        }
        let run = try await TitlesRun(
            ["--model", model.rawValue, "--format", "tsv", "-A", "tester", "-H", "X-One: 1"]
                + ["--header", "X-Two:2", server.url()])
        #expect(run.fields(3) == ["tester 1 2"])
    }

    @Test(arguments: Model.allCases)
    func aConnectionThatDoesNotStandInTimeIsAFailure(model: Model) async throws {
        // It accepts, but never speaks TLS.
        let server = LoopbackServer { $0.waitForTheClientToGo() }
        let address = "https" + server.url().dropFirst("http".count)
        let run = try await TitlesRun(
            ["--model", model.rawValue, "--format", "tsv", "--connect-timeout", "0.05", address])
        #expect(run.fields(8) == ["timeout"])
        #expect(run.fields(9)[0].contains("within 50 ms"))
    }

    @Test(arguments: Model.allCases)
    func everyLimitOfAPageHolds(model: Model) async throws {
        let server = LoopbackServer { exchange in
            switch exchange.path {
            case "/silent": exchange.waitForTheClientToGo()
            case "/large": exchange.respond("200 OK", [], String(repeating: "x", count: 2000))
            default: exchange.respond("302 Found", ["Location: \(exchange.path)1"])
            }
        }
        let cases = [
            (["--idle-timeout", "0.05"], "/silent", "timeout"),
            (["--timeout", "0.05"], "/silent", "timeout"),
            (["--max-body", "1000"], "/large", "body-too-large"),
            (["--max-redirects", "2"], "/r", "too-many-redirects"),
            (["--max-redirects", "0"], "/r", "status"),
        ]
        for (options, path, kind) in cases {
            let run = try await TitlesRun(
                ["--model", model.rawValue, "--format", "tsv", server.url(path)] + options)
            #expect(run.fields(8) == [kind], "\(options)")
        }
    }

    @Test(arguments: Model.allCases)
    func aProxyIsGoneThrough(model: Model) async throws {
        let proxy = LoopbackServer { $0.respond("200 OK", [], "<title>By proxy</title>") }
        let run = try await TitlesRun(
            [
                "--model", model.rawValue, "--format", "tsv", "--proxy", proxy.url(""),
                "http://nowhere.invalid/",
            ])
        #expect(run.fields(3) == ["By proxy"])
    }

    @Test(arguments: [
        ["--max-redirects", "-1"], ["--header", "no colon"], ["--header", "bad name: x"], ["--rate", "0"],
        ["--per-host", "0"],
        ["--connect-timeout", "-1"], ["--concurrency", "0"], ["--format", "xml"], ["--model", "threads"],
    ])
    func badUsageIsRefusedBeforeAnythingIsFetched(words: [String]) {
        #expect(throws: (any Error).self) { try TitlesCommand.parse(words + ["http://127.0.0.1:1/"]) }
    }

    @Test(arguments: Model.allCases)
    func aPageThatFailsForAWhileIsFetchedInTheEnd(model: Model) async throws {
        let visitors = Visitors()
        let server = LoopbackServer { exchange in
            visitors.serve(exchange.path) { number in
                exchange.path == "/good" || number == 2
                    ? exchange.respond("200 OK", [], "<title>here</title>")
                    : exchange.respond("503 Service Unavailable", [])
            }
        }
        let run = try await TitlesRun(
            ["--model", model.rawValue, "--retries", "1", "--format", "tsv"]
                + [server.url("/bad"), server.url("/good")])
        #expect(run.failures == 0)
        #expect(run.fields(3) == ["here", "here"])
        #expect(run.fields(7).sorted() == ["1", "2"])
        #expect(visitors.requests == ["/bad": 2, "/good": 1])
    }

    @Test func onlyTheLastAttemptIsALine() async throws {
        let visitors = Visitors()
        let server = LoopbackServer { exchange in
            visitors.serve(exchange.path) { _ in exchange.respond("500 Internal Server Error") }
        }
        let run = try await TitlesRun(["--retries", "1", "--format", "tsv", server.url("/bad")])
        #expect(run.fields(8) == ["status"])
        #expect(run.fields(7) == ["2"])
        #expect(visitors.requests == ["/bad": 2])
    }
}
