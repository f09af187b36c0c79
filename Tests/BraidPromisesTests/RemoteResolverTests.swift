import BraidPromises
import BraidTestSeeds
import BraidTesting
import Foundation
import Testing

/// Values that come from elsewhere: from threads, and in seeded runs from goroutines.
@Suite struct RemoteResolverTests {
    /// Runs a script in real time and for 20 seeds; whatever it gives to `elsewhere` runs away from its loop.
    private func logged(
        _ script:
            @escaping @Sendable (Log, _ elsewhere: (sending @escaping () -> Void) -> Void) throws -> Void
    ) async throws -> [String] {
        try await sameBothWays {
            let log = Log()
            try EventLoop.runUntilIdle {
                let loop = try #require(EventLoop.current)
                try script(log) { loop.runElsewhere(name: "elsewhere", $0) }
            }
            return log.lines.sorted()
        }
    }

    @Test func aValueFromElsewhereSettlesThePromiseOnTheLoop() async throws {
        let lines = try await logged { log, elsewhere in
            let loop = EventLoop.current
            let (promise, resolver) = Promise<String>.withRemoteResolver()
            elsewhere {
                resolver.resolve("value")
                resolver.resolve("ignored")
                resolver.reject(Reason("ignored"))
            }
            promise.then { log($0, loop?.isCurrent == true) }
            let (other, rejecter) = Promise<String>.withRemoteResolver()
            elsewhere { rejecter.reject(Reason("reason")) }
            other.catch { "\($0)" }.then { log($0) }
        }
        #expect(lines == ["reason", "value true"])
    }

    @Test func aResolverThatIsDroppedKeepsNoLoopRunning() async throws {
        let lines = try await logged { log, elsewhere in
            let (promise, resolver) = Promise<Int>.withRemoteResolver()
            elsewhere { _ = resolver }
            promise.then { _ in log("never") }
        }
        #expect(lines.isEmpty)
    }

    @Test func aValueThatIsNotSendableIsHandedOver() async throws {
        final class Page { var title = "title" }
        let lines = try await logged { log, elsewhere in
            let (promise, resolver) = Promise<Page>.withRemoteResolver()
            elsewhere { resolver.resolve(Page()) }
            promise.then { log($0.title) }
        }
        #expect(lines == ["title"])
    }

    @Test func manyResolversRace() async throws {
        let lines = try await logged { log, elsewhere in
            let promises = (0..<64).map { number in
                let (promise, resolver) = Promise<Int>.withRemoteResolver()
                for _ in 0..<2 { elsewhere { resolver.resolve(number) } }
                return promise
            }
            Promise.all(promises).then { log($0.reduce(0, +)) }
        }
        #expect(lines == ["2016"])
    }

    /// The same from threads that know nothing of Braid, in real time only.
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
