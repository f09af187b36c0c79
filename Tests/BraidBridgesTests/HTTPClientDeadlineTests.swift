// Bridges tests › HTTP client and context: what ends a request of a goroutine, and that the server hears of it.

import Braid
import BraidBridges
import BraidHTTP
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct HTTPClientDeadlineTests {
    /// A server that says nothing at /silent, and tells who has come there and who has gone again.
    private final class Silence: Sendable {
        let came = Channel<Void>(capacity: 1000)
        let gone = Channel<Void>(capacity: 1000)
        let server: LoopbackServer

        init() {
            server = LoopbackServer { [came, gone] exchange in
                guard exchange.path == "/silent" else {
                    return exchange.respond("200 OK", [], "<title>\(exchange.path)</title>")
                }
                try? came.send(())
                let isKept = exchange.waitForTheClientToGo()
                try? gone.send(())
                return isKept
            }
        }
    }

    private let silence = Silence()

    private func client(timeout: Duration? = nil) throws -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.proxy = .none
        configuration.timeout = timeout
        return try HTTPClient(configuration: configuration)
    }

    @Test func whatIsThereInTimeIsReturned() async throws {
        let titles = try await onPlainThread {
            let client = try client()
            let url = silence.server.url("/page")
            return [
                try client.get(url, within: .seconds(60)).title, try client.get(url, in: .background).title,
                try client.send(Request(url: url), within: .seconds(60)).title,
                try client.send(Request(url: url), in: .background).title,
            ]
        }
        #expect(titles == Array(repeating: "/page", count: 4))
    }

    @Test func aDeadlineEndsARequestThatNothingElseWouldEnd() async throws {
        try await onPlainThread {
            let client = try client()
            // On a busy machine the first deadlines may pass before the server has heard of anything.
            var duration = Duration.milliseconds(20)
            repeat {
                #expect(throws: ContextError.deadlineExceeded) {
                    try client.get(silence.server.url("/silent"), within: duration)
                }
                duration *= 2
            } while silence.came.tryReceive() == nil
            // It has not only been left: the connection is closed, though the client goes on.
            silence.gone.receive()
            #expect(try client.get(silence.server.url("/page")).title == "/page")
        }
    }

    @Test func aContextEndsARequestThatHasBegun() async throws {
        try await onPlainThread {
            let client = try client()
            let (context, cancel) = Context.background.withCancel()
            let errors = Channel<ContextError?>()
            let url = silence.server.url("/silent")
            go {
                do {
                    _ = try client.get(url, in: context)
                    try errors.send(nil)
                } catch { try errors.send(error as? ContextError) }
            }
            silence.came.receive()
            cancel()
            #expect(errors.receive() == .some(.cancelled))
            silence.gone.receive()
        }
    }

    @Test func aContextWithADeadlineSaysThatItWasTime() async throws {
        try await onPlainThread {
            let (context, cancel) = Context.background.withTimeout(.milliseconds(20))
            defer { cancel() }
            #expect(throws: ContextError.deadlineExceeded) {
                try client().get(silence.server.url("/silent"), in: context)
            }
        }
    }

    @Test func inAContextThatHasEndedNothingIsSent() async throws {
        try await onPlainThread {
            let (context, cancel) = Context.background.withCancel()
            cancel()
            #expect(throws: ContextError.cancelled) {
                try client().get(silence.server.url("/page"), in: context)
            }
            #expect(silence.server.connections == 0)
        }
    }

    @Test func aFailureOfTheRequestIsItsOwn() async throws {
        try await onPlainThread {
            let error = #expect(throws: HTTPError.self) {
                try client().get("http://127.0.0.1:1/", within: .seconds(60))
            }
            #expect(error?.kind == .refused)
            let own = #expect(throws: HTTPError.self) {
                try client(timeout: .milliseconds(20)).get(
                    silence.server.url("/silent"), in: .background)
            }
            #expect(own?.kind == .timeout)
        }
    }

    @Test func oneContextEndsManyRequestsAndNoOthers() async throws {
        try await onPlainThread {
            let client = try client()
            let (context, cancel) = Context.background.withCancel()
            let (silent, page) = (silence.server.url("/silent"), silence.server.url("/page"))
            let ended = Channel<Bool>(capacity: 200)
            for number in 0..<200 {
                go {
                    if number % 2 == 0 {
                        let error = #expect(throws: ContextError.self) { try client.get(silent, in: context) }
                        try ended.send(error == .cancelled)
                    } else {
                        try ended.send(client.get(page, within: .seconds(600)).title == "/page")
                    }
                }
            }
            for _ in 0..<100 { silence.came.receive() }
            cancel()
            for _ in 0..<200 { #expect(ended.receive() == true) }
            for _ in 0..<100 { silence.gone.receive() }
        }
    }
}
