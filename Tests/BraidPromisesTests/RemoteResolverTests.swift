import BraidPromises
import BraidTesting
import Foundation
import Testing

@Suite struct RemoteResolverTests {
    @Test func aValueFromAnotherThreadSettlesThePromiseOnTheLoop() async throws {
        let log = Log()
        try await onPlainThread {
            try EventLoop.runUntilIdle {
                let loop = Thread.current
                let (promise, resolver) = Promise<String>.withRemoteResolver()
                Thread.detachNewThread {
                    resolver.resolve("value")
                    resolver.resolve("ignored")
                    resolver.reject(Reason("ignored"))
                }
                promise.then { log($0, Thread.current == loop) }
                let (other, rejecter) = Promise<String>.withRemoteResolver()
                Thread.detachNewThread { rejecter.reject(Reason("reason")) }
                other.catch { "\($0)" }.then { log($0) }
            }
        }
        #expect(log.lines.sorted() == ["reason", "value true"])
    }

    @Test func aResolverThatIsDroppedKeepsNoLoopRunning() async throws {
        let log = Log()
        try await onPlainThread {
            try EventLoop.runUntilIdle {
                let (promise, resolver) = Promise<Int>.withRemoteResolver()
                Thread.detachNewThread { _ = resolver }
                promise.then { _ in log("never") }
            }
        }
        #expect(log.lines.isEmpty)
    }

    @Test func aValueThatIsNotSendableIsHandedOver() async throws {
        final class Page { var title = "title" }
        let log = Log()
        try await onPlainThread {
            try EventLoop.runUntilIdle {
                let (promise, resolver) = Promise<Page>.withRemoteResolver()
                Thread.detachNewThread { resolver.resolve(Page()) }
                promise.then { log($0.title) }
            }
        }
        #expect(log.lines == ["title"])
    }

    @Test func manyThreadsRace() async throws {
        let log = Log()
        try await onPlainThread {
            try EventLoop.runUntilIdle {
                let promises = (0..<64).map { number in
                    let (promise, resolver) = Promise<Int>.withRemoteResolver()
                    for _ in 0..<2 { DispatchQueue.global().async { resolver.resolve(number) } }
                    return promise
                }
                Promise.all(promises).then { log($0.reduce(0, +)) }
            }
        }
        #expect(log.lines == ["2016"])
    }
}
