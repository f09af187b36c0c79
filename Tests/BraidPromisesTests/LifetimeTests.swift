// What is freed, and when: a promise that nobody can settle any more goes with all that hangs on it.

import BraidPromises
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct LifetimeTests {
    /// Runs a body on a loop of its own and counts who is left when that has ended.
    private func survivors(_ body: @escaping @Sendable (Census) throws -> Void) async throws -> Int {
        let census = Census()
        try await onPlainThread {
            do { try EventLoop.runUntilIdle { try body(census) } } catch is Reason {}
        }
        return census.living
    }

    @Test func valuesAndHandlersOfSettledPromisesAreFreed() async throws {
        let living = try await survivors { census in
            let (first, second) = (census.citizen(), census.citizen())
            Promise.resolve(first).then { value in (value, second) }.finally {}.then { _ in }
            Promise.all([Promise.resolve(census.citizen()), Promise.resolve(census.citizen())]).then {
                $0.count
            }
            Promise.async { try await Promise.resolve(second).value.number }.then { _ in }
        }
        #expect(living == 0)
    }

    @Test func handlersOfAPromiseThatIsNeverSettledAreFreed() async throws {
        let living = try await survivors { census in
            let citizen = census.citizen()
            Promise<Void> { _, _ in }.then { _ = citizen }.then { _ = citizen }
            Promise<Void>.race([]).finally { _ = citizen }
            let (promise, resolve, _) = Promise<Void>.withResolvers()
            resolve(Promise { _, _ in })
            promise.then { _ = citizen }
        }
        #expect(living == 0)
    }

    @Test func aLoopThatFailsFreesWhatWasQueued() async throws {
        let living = try await survivors { census in
            let citizen = census.citizen()
            let settled = Promise.resolve()
            setTimeout { _ = citizen }
            setImmediate { _ = (citizen, settled) }
            queueMicrotask { throw Reason("uncaught") }
            settled.then { _ = (citizen, settled) }
        }
        #expect(living == 0)
    }

    @Test func clearedTimersLetGoOfTheirClosures() async throws {
        let living = try await survivors { census in
            let citizen = census.citizen()
            let timeout = setTimeout(.seconds(3600)) { _ = citizen }
            let interval = setInterval(.seconds(3600)) { _ = citizen }
            clearTimeout(timeout)
            clearInterval(interval)
            clearImmediate(setImmediate { _ = citizen })
        }
        #expect(living == 0)
    }

    @Test func anEndlessChainThatIsNeverSettledIsFreedWithoutOverflow() async throws {
        let living = try await survivors { census in
            let citizen = census.citizen()
            var chain = Promise<Void> { _, _ in }
            for _ in 0..<200_000 { chain = chain.then { _ = citizen } }
            var following = Promise<Void> { _, _ in }
            for _ in 0..<200_000 {
                let inner = following
                following = Promise { resolve, _ in resolve(inner) }
            }
            following.then { _ = citizen }
        }
        #expect(living == 0)
    }

    @Test func aLongChainThatIsSettledRunsToItsEnd() async throws {
        let log = Log()
        let living = try await survivors { census in
            let citizen = census.citizen()
            let (first, resolve, _) = Promise<Int>.withResolvers()
            var chain = first
            for _ in 0..<200_000 { chain = chain.then { $0 + 1 + citizen.number } }
            chain.then { log($0) }
            resolve(0)
        }
        #expect(log.lines == ["200000"])
        #expect(living == 0)
    }

    @Test func manyReactionsOfOnePromiseRunInOrder() async throws {
        let log = Log()
        let living = try await survivors { census in
            let citizen = census.citizen()
            let (promise, resolve, _) = Promise<Void>.withResolvers()
            let last = Variable(-1)
            for number in 0..<100_000 {
                promise.then {
                    if try last.get() != number - 1 { log("out of order", number) }
                    last.value = number + citizen.number
                }
            }
            promise.then { log(try last.get()) }
            resolve()
        }
        #expect(log.lines == ["99999"])
        #expect(living == 0)
    }
}
