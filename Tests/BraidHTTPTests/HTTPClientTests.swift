import BraidCore
import BraidTestSupport
import BraidTesting
import Testing

@testable import BraidHTTP

private func launch(_ body: sending @escaping () throws -> Void) {
    Scheduler.shared.launch(
        name: nil, stackSize: nil, site: CreationSite(fileID: #fileID, line: #line), body)
}

@Suite struct HTTPClientTests {
    private let server = LoopbackServer { exchange in
        exchange.path == "/silent"
            ? exchange.waitForTheClientToGo()
            : exchange.respond("200 OK", ["Content-Type: text/html"], "<title>\(exchange.path)</title>")
    }

    private func client() throws -> HTTPClient { try HTTPClient(configuration: .direct) }

    @Test func aPlainThreadIsBlockedUntilTheResponseIsThere() async throws {
        let title = try await onPlainThread { try client().get(server.url("/page")).title }
        #expect(title == "/page")
    }

    @Test func manyGoroutinesShareOneClientAndItsConnections() async throws {
        let count = 200
        let titles = try await onPlainThread {
            let client = try client()
            let answers = (0..<count).map { _ in OneShot<String?>() }
            for (index, answer) in answers.enumerated() {
                launch { answer.set(try client.get(server.url("/\(index)")).title) }
            }
            return answers.map { $0.wait(.join) }
        }
        #expect(titles == (0..<count).map { "/\($0)" })
        #expect(server.connections <= count)
    }

    @Test func aCoroutineOfTheSwiftPoolIsSuspended() async throws {
        #expect(try await client().get(server.url("/async")).title == "/async")
    }

    @Test func onAnEventLoopEverythingHappensOnTheLoopsThread() async throws {
        let client = try client()
        let url = server.url("/loop")
        let (title, isHere) = try await onLoop {
            let loop = EventLoop.current
            let title = try await client.get(url).title
            return (title, EventLoop.current === loop)
        }
        #expect(title == "/loop")
        #expect(isHere)
    }

    @Test func manyCoroutinesOfALoopFetchAtOnce() async throws {
        let client = try client()
        let server = server
        let titles = try await onLoop {
            try await withThrowingTaskGroup(of: String?.self) { group in
                for index in 0..<50 { group.addTask { try await client.get(server.url("/\(index)")).title } }
                return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
            }
        }
        #expect(titles == Set((0..<50).map { "/\($0)" }))
    }

    @Test func cancellingTheTaskEndsTheRequestAtOnce() async throws {
        let client = try client()
        let url = server.url("/silent")
        let task = Task { try await client.get(url) }
        task.cancel()
        let error = await #expect(throws: HTTPError.self) { try await task.value }
        #expect(error?.kind == .cancelled)
    }

    @Test func closingTheClientCancelsWhatIsInProgress() async throws {
        let client = try client()
        let url = server.url("/silent")
        let error = try await onPlainThread {
            let failure = OneShot<HTTPError?>()
            launch {
                do throws(HTTPError) {
                    _ = try client.get(url)
                    failure.set(nil)
                } catch {
                    failure.set(error)
                }
            }
            while server.connections == 0 { pauseThread() }
            client.close()
            return failure.wait(.join)
        }
        #expect(error?.kind == .cancelled)
        #expect(throws: HTTPError.self) { try onThisThread { try client.get(url) } }
    }

    @Test func aMalformedURLIsRefusedWithoutAnEngine() async throws {
        let client = try client()
        let error = await #expect(throws: HTTPError.self) { try await client.get("ht tp://x") }
        #expect(error?.kind == .malformedURL)
    }
}

/// A synchronous call that returns at once may be made from a test's task.
private func onThisThread<Value>(_ body: () throws -> Value) rethrows -> Value { try body() }
