@testable import BraidCore
import BraidTesting
import Testing

/// The state machine without threads: events in, verdicts out.
@Suite struct IdlenessTests {
    private func withIdleness(
        _ workers: Int, _ body: @escaping @Sendable (inout Idleness<Worker>, [Worker]) -> Void
    )
        async throws
    {
        try await onPlainThread {
            withWorkers(workers) { workers in
                var idleness = Idleness<Worker>()
                body(&idleness, workers)
            }
        }
    }

    @Test func withNobodyAsleepNobodyIsCalled() async throws {
        try await withIdleness(0) { idleness, _ in
            #expect(idleness.callForWork().kind == .nobody)
            #expect(idleness.callForTimer().kind == .nobody)
        }
    }

    @Test func theFirstSleepsInThePollerTheOthersOnAFutex() async throws {
        try await withIdleness(3) { idleness, workers in
            #expect(idleness.sleep(workers[0]) == .inPoller)
            #expect(idleness.sleep(workers[1]) == .onFutex)
            #expect(idleness.sleep(workers[2]) == .onFutex)
        }
    }

    @Test func workCallsASleeperBeforeThePoller() async throws {
        try await withIdleness(2) { idleness, workers in
            _ = idleness.sleep(workers[0])
            _ = idleness.sleep(workers[1])
            #expect(idleness.callForWork().kind == .sleeper)
        }
    }

    @Test func nobodySearchesTheSeatsOfThoseWhoSleep() async throws {
        try await withIdleness(2) { idleness, workers in
            _ = idleness.sleep(workers[0])
            #expect(idleness.beginSearch(most: 1, workers: 3) == true, "the third may have something")
            _ = idleness.endSearch(withMore: false)
            _ = idleness.sleep(workers[1])
            #expect(idleness.beginSearch(most: 1, workers: 3) == false, "both others sleep")
            #expect(idleness.callForWork().kind == .sleeper)
            #expect(idleness.beginSearch(most: 1, workers: 3) == true, "one was called")
        }
    }

    @Test func whoAddsSeesASearcherForWhomTheQueueHasNothing() async throws {
        try await withIdleness(1) { idleness, workers in
            func sight(queued: Int = 0) -> SleepSignal<HardwareMemory>.Sight {
                idleness.sight(queued: queued)
            }
            #expect(sight() == .nobody)
            _ = idleness.beginSearch(most: 1, workers: 2)
            #expect(sight() == .searcher)
            #expect(sight(queued: 1) == .nobody, "it finds that")
            _ = idleness.endSearch(withMore: false)
            _ = idleness.sleep(workers[0])
            #expect(sight() == .sleeper)
        }
    }

    @Test func oneIsCalledAtATime() async throws {
        try await withIdleness(3) { idleness, workers in
            for worker in workers { _ = idleness.sleep(worker) }
            #expect(idleness.callForWork().kind == .sleeper)
            #expect(idleness.callForWork().kind == .nobody, "the one who was called passes the call on")
            idleness.woke()
            #expect(idleness.callForWork().kind == .sleeper)
        }
    }

    @Test func workInterruptsThePollerWhenNobodyElseSleeps() async throws {
        try await withIdleness(1) { idleness, workers in
            _ = idleness.sleep(workers[0])
            #expect(idleness.callForWork().kind == .poller)
            #expect(idleness.callForWork().kind == .nobody, "it was interrupted already")
            idleness.polled()
            _ = idleness.sleep(workers[0])
            #expect(idleness.callForWork().kind == .poller, "a new poll can be interrupted anew")
        }
    }

    @Test func aTimerInterruptsThePollerAndNobodyElse() async throws {
        try await withIdleness(2) { idleness, workers in
            for worker in workers { _ = idleness.sleep(worker) }
            #expect(idleness.callForTimer().kind == .poller)
            idleness.polled()
            #expect(idleness.callForTimer().kind == .nobody)
        }
    }

    @Test func onlyOneWorkerPolls() async throws {
        try await withIdleness(2) { idleness, workers in
            #expect(idleness.pollNow(workers[0]) == true)
            #expect(idleness.pollNow(workers[1]) == false)
            #expect(idleness.sleep(workers[1]) == .onFutex)
            idleness.polled()
            #expect(idleness.pollNow(workers[1]) == true)
        }
    }

    @Test func stoppingCallsEverybodyAndLetsNobodySleep() async throws {
        try await withIdleness(3) { idleness, workers in
            for worker in workers { _ = idleness.sleep(worker) }
            #expect(idleness.stop().map(\.kind) == [.sleeper, .sleeper, .poller])
            #expect(idleness.isStopping)
            #expect(idleness.sleep(workers[0]) == .end)
        }
    }

    @Test func stoppingWithNobodyAsleepCallsNobody() async throws {
        try await withIdleness(1) { idleness, _ in
            #expect(idleness.stop().isEmpty)
        }
    }

    /// A worker that looks at descriptors in passing sends the one who falls asleep meanwhile to a futex. When it then
    /// takes something that runs for long, descriptors and timers would have nobody.
    @Test func whoTakesWorkCallsASleeperToThePoller() async throws {
        try await withIdleness(2) { idleness, workers in
            #expect(idleness.pollNow(workers[0]) == true)
            #expect(idleness.sleep(workers[1]) == .onFutex)
            idleness.polled()
            #expect(idleness.callOnTaking(leavesMore: false).kind == .sleeper)
            idleness.woke()
            #expect(idleness.sleep(workers[1]) == .inPoller)
            #expect(idleness.callOnTaking(leavesMore: false).kind == .nobody)
        }
    }

    /// One that sleeps on a futex sees to nothing, whatever it could do if it was called.
    @Test func onlyWhoPollsSeesToDescriptorsAndTimers() async throws {
        try await withIdleness(2) { idleness, workers in
            #expect(idleness.sleep(workers[0]) == .inPoller)
            #expect(idleness.sleep(workers[1]) == .onFutex)
            #expect(idleness.hasLookout)
            idleness.polled()
            #expect(!idleness.hasLookout)
        }
    }

    @Test func nobodySleepsBesideWorkOrWhereHeIsOneTooMany() async throws {
        try await withIdleness(1) { idleness, workers in
            #expect(idleness.sleep(workers[0], queued: 1, isOneTooMany: false) == .awake)
            #expect(idleness.sleep(workers[0], queued: 0, isOneTooMany: true) == .awake)
            #expect(idleness.sleeping == 0)
        }
    }

    @Test func whoTakesWorkCallsForWhatItLeaves() async throws {
        try await withIdleness(2) { idleness, workers in
            for worker in workers { _ = idleness.sleep(worker) }
            #expect(idleness.callOnTaking(leavesMore: false).kind == .nobody)
            #expect(idleness.callOnTaking(leavesMore: true).kind == .sleeper)
        }
    }
}

extension Idleness {
    /// A worker that has nothing to do and is wanted.
    fileprivate mutating func sleep(_ worker: Sleeper) -> Place {
        sleep(worker, queued: 0, isOneTooMany: false)
    }
}

extension Idleness.Call {
    /// The case, without whom it is about.
    enum Kind { case nobody, sleeper, poller }

    var kind: Kind {
        switch self {
        case .nobody: .nobody
        case .sleeper: .sleeper
        case .poller: .poller
        }
    }
}
