@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct WaiterStressTests {
    /// A partner and a deadline want to end the same wait; one wins, and the verdict is his.
    @Test(arguments: [false, true])
    func aPartnerRacesADeadline(onGoroutine: Bool) async throws {
        try await onPlainThread {
            withScheduler(workers: 2) { scheduler in
                let ended = Latch(2)
                let current = Shared(Waiter?.none)
                let isOver = Flag()
                let claims = Tally()
                let done = Tally()
                let waits = isSanitized ? 2_000 : 20_000
                let partner = PlainThread(name: "partner") {
                    while !isOver.isRaised {
                        // Under the lock, a published wait cannot end without its owner passing here.
                        let claimed = current.withLock { $0.flatMap { $0.claim(.closed) ? $0 : nil } }
                        guard let claimed else { continue }
                        claims.add()
                        claimed.ready()
                    }
                    ended.countDown()
                }
                let waiting: @Sendable () -> Void = {
                    for wait in 0..<waits {
                        let verdict = Waiter.withCurrent { waiter in
                            current.withLock { $0 = waiter }
                            let deadline = waiter.now.advanced(by: .nanoseconds(wait % 40_000))
                            let verdict = waiter.park(.none, until: deadline)
                            current.withLock { $0 = nil }
                            return verdict
                        }
                        if verdict == .closed { done.add() }
                    }
                    isOver.raise()
                    ended.countDown()
                }
                if onGoroutine { scheduler.go { waiting() } } else { waiting() }
                ended.wait()
                partner.join()
                #expect(claims.value == done.value)
            }
        }
    }
}
