// What is freed, and when: a promise that nobody can settle any more goes with all that hangs on it.

import BraidPromises
import BraidTestSeeds
import BraidTestSupport
import Testing

@Suite struct LifetimeTests {
    /// Runs a body on a loop of its own, for each of so many seeds and in real time, and counts who is left when those have
    /// ended. None where nothing is left to a seed and 200,000 links take a second.
    private func survivors(
        seeds: UInt64 = 20, _ body: @escaping @Sendable (Census) throws -> Void
    ) async throws -> Int {
        let census = Census()
        try await bothWays(seeds) {
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
        let living = try await survivors(seeds: 0) { census in
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
        let sums = Shared<[Int]>([])
        let living = try await survivors(seeds: 0) { census in
            let citizen = census.citizen()
            let (first, resolve, _) = Promise<Int>.withResolvers()
            var chain = first
            for _ in 0..<200_000 { chain = chain.then { $0 + 1 + citizen.number } }
            chain.then { sum in sums.withLock { $0.append(sum) } }
            resolve(0)
        }
        #expect(Set(sums.value) == [200_000])
        #expect(living == 0)
    }

    @Test func manyReactionsOfOnePromiseRunInOrder() async throws {
        let lasts = Shared<[Int]>([])
        let living = try await survivors(seeds: 0) { census in
            let citizen = census.citizen()
            let (promise, resolve, _) = Promise<Void>.withResolvers()
            let last = Variable(-1)
            for number in 0..<100_000 {
                promise.then {
                    if try last.get() != number - 1 { Issue.record("\(number) is out of order") }
                    last.value = number + citizen.number
                }
            }
            promise.then {
                let number = try last.get()
                lasts.withLock { $0.append(number) }
            }
            resolve()
        }
        #expect(Set(lasts.value) == [99_999])
        #expect(living == 0)
    }
}
