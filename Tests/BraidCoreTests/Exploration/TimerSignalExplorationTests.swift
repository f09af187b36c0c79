@testable import BraidCore
import Testing

/// A timer is set while a worker falls asleep for a later one, in all interleavings: it is never slept through.
@Suite struct TimerSignalExplorationTests {
    private enum Order { case settlesFirst, looksFirst }

    /// The sleeper does what `Scheduler.sleep` does in the poller; the other what `Scheduler.timerWasAdded` does, and is
    /// then busy for long.
    private static func settingATimer<M: Memory & SendableMetatype>(
        _ memory: M.Type, _ order: Order = .settlesFirst
    )
        -> @Sendable (Model) -> Void
    {
        { model in
            let signal = TimerSignal<M>()
            let lock = ExploredMemory.Lock()
            let polls = ExploredMemory.allocate(1, "polls")[0]
            let interrupted = ExploredMemory.allocate(1, "interrupted")[0]
            // 9 is later than what is set; 0 stands for no timer at all, as `.never` does.
            let earliest = ExploredMemory.allocate(1, "earliest")[0]
            earliest.store(9, .relaxed)
            model.thread("setter") {
                earliest.store(5, .releasing)
                guard signal.isSleptThrough(5) else { return }
                guard lock.withLock({ polls.plainLoad() == 1 }) else { return }
                interrupted.store(1, .releasing)
                interrupted.wake(1)
            }
            model.thread("sleeper") {
                lock.withLock { polls.plainStore(1) }
                let deadline: UInt
                switch order {
                case .settlesFirst: deadline = signal.fallAsleep { earliest.load(.acquiring) }
                case .looksFirst:
                    let seen = earliest.load(.acquiring)
                    deadline = signal.fallAsleep { seen }
                }
                // Time does not pass here: who sleeps until 5 has found the timer.
                while deadline > 5, interrupted.load(.acquiring) == 0 { interrupted.wait(while: 0) }
                signal.wake()
                lock.withLock { polls.plainStore(0) }
            }
        }
    }

    @Test func aTimerThatIsSetMeanwhileIsSeenOrInterrupts() async throws {
        try await explore("timer signal", preemptions: nil, Self.settingATimer(ExploredMemory.self))
        try await explore("timer signal, no barrier", preemptions: nil, Self.settingATimer(FencedMemory.self))
    }

    /// The order in which it was before: the timers were looked at, and then everybody's stores became visible.
    @Test func lookingAtTheTimersBeforeTheFenceLosesOne() async throws {
        let found = try await exploration(
            "timer signal, looks first", preemptions: nil,
            Self.settingATimer(ExploredMemory.self, .looksFirst))
        #expect(found.failure?.failure == .deadlock("sleeper sleeps on interrupted"))
    }

    /// So whoever sets timeouts and takes them back again does not wake it each time.
    @Test func aTimerThatIsLaterThanTheSleepCanLastInterruptsNobody() async throws {
        try await explore("timer signal, limited", preemptions: nil) { model in
            let signal = TimerSignal<ExploredMemory>()
            let earliest = ExploredMemory.allocate(1, "earliest")[0]
            earliest.store(9, .relaxed)
            model.thread("setter") {
                earliest.store(5, .releasing)
                model.expect(!signal.isSleptThrough(5), "a sleep until 4 is interrupted for 5")
            }
            model.thread("sleeper") {
                let deadline = signal.fallAsleep(until: 4) { earliest.load(.acquiring) }
                model.expect(deadline == 4, "it sleeps until \(deadline)")
                signal.wake()
            }
        }
    }

    @Test func theSignalRestsOnItsFence() async throws {
        let found = try await exploration(
            "timer signal, no barrier at all", preemptions: nil, Self.settingATimer(ForgetfulMemory.self))
        #expect(found.failure?.failure == .deadlock("sleeper sleeps on interrupted"))
    }
}
