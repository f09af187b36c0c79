@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct OneShotTests {
    @Test func aWaitAfterTheValueReturnsAtOnce() async throws {
        try await onPlainThread {
            let value = OneShot<Int>()
            value.set(3)
            #expect(value.wait(.join) == 3)
            #expect(value.wait(.join) == 3, "and again")
        }
    }

    @Test func everybodyWhoWaitsGetsIt() async throws {
        try await onPlainThread {
            try forEachSeed(50) {
                let value = OneShot<Int>()
                let sum = Tally()
                let latch = Latch(5)
                for _ in 0..<5 {
                    Scheduler.current.go {
                        sum.add(value.wait(.join))
                        latch.countDown()
                    }
                }
                Fiber.current?.yield()
                value.set(3)
                latch.wait()
                #expect(sum.value == 15)
            }
        }
    }

    @Test func threadsGoroutinesAndCoroutinesWaitTogether() async throws {
        for _ in 0..<100 {
            let value = OneShot<Int>()
            let goroutine = OneShot<Int>()
            async let thread = onPlainThread { value.wait(.join) }
            async let coroutine = value.wait()
            Scheduler.shared.go { goroutine.set(value.wait(.join)) }
            value.set(3)
            #expect(try await thread == 3)
            #expect(await coroutine == 3)
            #expect(await goroutine.wait() == 3)
        }
    }

    @Test func aCoroutineThatIsCancelledGetsNothing() async {
        let value = OneShot<Int>()
        let waiting = Task { await value.wait() }
        waiting.cancel()
        #expect(await waiting.value == nil)
        value.set(1)
        #expect(await value.wait() == 1, "the cancelled wait left nothing behind")
    }

    /// Cancelling and setting race; who wins is open, but the wait ends, once.
    @Test func cancellingRacesSetting() async {
        for _ in 0..<(isSanitized ? 300 : 3_000) {
            let value = OneShot<Int>()
            let waiting = Task { await value.wait() }
            let setting = Task { value.set(1) }
            waiting.cancel()
            let result = await waiting.value
            await setting.value
            #expect(result == nil || result == 1)
        }
    }

    @Test func theValueIsReleasedWithIt() async throws {
        let census = Census()
        try await onPlainThread {
            let value = OneShot<Census.Citizen>()
            value.set(census.citizen())
            _ = value.wait(.join)
            #expect(census.living == 1)
        }
        #expect(census.living == 0)
    }

    @Test func settingItTwiceStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let value = OneShot<Int>()
            value.set(1)
            value.set(2)
        }
        #expect(death?.standardErrorContent.says("a one-shot value was set twice") == true)
    }
}
