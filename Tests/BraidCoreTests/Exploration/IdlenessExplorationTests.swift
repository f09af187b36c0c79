@testable import BraidCore
import Testing

private typealias Explored = ExploredMemory

/// Who sleeps and who is woken, in all interleavings: no work is left lying while a worker sleeps.
///
/// A worker that has taken something is never seen again here, as if it ran for ever; so for each thing to do somebody must
/// be awake. `Idleness`, `SleepSignal` and `ParkingWord` are the source itself. What Scheduler+Queueing, +Searching and +Sleeping do around
/// them is written once more: who changes it there changes it here.
///
/// In the seat of a busy worker each thing to do stands for as many runnables as are worth taking: `Scheduler.worthTaking`. With
/// fewer the source lets a worker sleep, and calls nobody in some cases (see Restraint): they are left to the seat's own worker
/// and to the monitor's next look, neither of which is modelled. 16 of each thing would make the same states, many times over.
@Suite struct IdlenessExplorationTests {
    private struct ModelWorker: IdleWorker {
        let number: Int
        let parking = ParkingWord<Explored>(word: Explored.allocate(1, "parking")[0])

        static func == (left: ModelWorker, right: ModelWorker) -> Bool { left.number == right.number }

        var isCaller: Bool {
            // Safety: asked during an execution, by whoever has the explorer's turn.
            unsafe Execution.current?.running?.index == number
        }

        func prepareToSleep() { parking.prepare() }
    }

    private struct Mistakes: Sendable {
        var sleepsWithoutLooking = false
        var keepsTheCall = false
        var forgetsThatItWoke = false
        var findsWithoutCalling = false
        var asksBeforeTheLockOnly = false
    }

    /// The scheduler, as far as it concerns sleep.
    private final class Colony {
        private let mistakes: Mistakes
        let workers: [ModelWorker]
        private var idleness = Idleness<ModelWorker>()
        /// What `idleness` contains, in a word: what is in no word the search does not see.
        private let contents = Explored.allocate(1, "idleness")[0]
        private let lock = Explored.Lock()
        private let signal = SleepSignal<Explored>()
        private let queue = Explored.allocate(1, "queue")[0]
        private let queued = Explored.allocate(1, "queued")[0]
        private let interruption = Explored.allocate(1, "interruption")[0]
        /// How many workers are too many.
        private let surplus = Explored.allocate(1, "surplus")[0]
        /// What lies in the seat of a worker that is busy, in units that are worth taking.
        private let seat = Explored.allocate(1, "seat")[0]

        init(_ count: Int, _ mistakes: Mistakes) {
            self.mistakes = mistakes
            workers = (0..<count).map { ModelWorker(number: $0) }
        }

        private var code: UInt {
            let flags: UInt = idleness.isInterrupted ? 1 : 0
            let parts = [idleness.called, idleness.searching, (idleness.polling?.number ?? -1) + 1]
            let asleep = idleness.sleepers.map { $0.number + 1 }
            return (parts + asleep).reduce(flags) { $0 * 8 + UInt($1) }
        }

        private func change<Result>(_ body: (inout Idleness<ModelWorker>) -> Result) -> Result {
            lock.withLock {
                _ = contents.plainLoad()
                defer {
                    contents.plainStore(code)
                    queued.store(queue.plainLoad(), .relaxed)
                    signal.set(idleness.sight(queued: Int(queue.plainLoad())))
                }
                return body(&idleness)
            }
        }

        private func make(_ call: Idleness<ModelWorker>.Call) {
            switch call {
            case .nobody: break
            case .sleeper(let worker): worker.parking.unpark()
            case .poller:
                interruption.store(1, .releasing)
                interruption.wake(1)
            }
        }

        /// A thread that is no worker makes something runnable.
        func enqueueForAll(_ count: UInt = 1) {
            make(
                change {
                    queue.plainStore(queue.plainLoad() + count)
                    return $0.callForWork()
                })
        }

        /// A worker adds to its own seat, and is busy from then on. It gives some of it to one who searches.
        func addToSeat(_ count: UInt) {
            seat.store(count, .relaxed)
            switch signal.seenAfterAdding() {
            case .nobody: break
            case .sleeper: make(change { $0.callForWork() })
            // As many as are worth taking are more than one.
            case .searcher: if steal() { enqueueForAll(2) }
            }
        }

        /// A worker, until it has taken something.
        func takesOne(_ worker: ModelWorker) {
            while !takeQueued(), !search() { sleep(worker) }
        }

        /// Fewer workers are wanted than before: here, none.
        func lowerTarget() {
            let calls = change { idleness in
                surplus.store(UInt(workers.count), .relaxed)
                return idleness.callAll()
            }
            for call in calls { make(call) }
        }

        /// A worker that has nothing to do, until it is one too many.
        func leavesItsSeat(_ worker: ModelWorker) {
            while surplus.load(.relaxed) == 0 { sleep(worker) }
        }

        private func takeQueued() -> Bool {
            guard queued.load(.relaxed) > 0 else { return false }
            var isTaken = false
            let call = change { idleness in
                let count = queue.plainLoad()
                isTaken = count > 0
                if isTaken { queue.plainStore(count - 1) }
                return isTaken && !mistakes.keepsTheCall
                    ? idleness.callOnTaking(leavesMore: count > 1) : .nobody
            }
            make(call)
            return isTaken
        }

        private func search() -> Bool {
            guard change({ $0.beginSearch(most: 1, workers: workers.count + 1) }) else { return false }
            let isFound = takeQueued() || steal()
            make(change { $0.endSearch(withMore: isFound && !mistakes.findsWithoutCalling) })
            return isFound
        }

        /// That two are not in one seat at once is the gate's business: see GateExplorationTests.
        private func steal() -> Bool {
            let count = seat.load(.relaxed)
            return count > 0 && seat.compareExchange(expected: count, desired: count - 1, .relaxed).exchanged
        }

        private func sleep(_ worker: ModelWorker) {
            let place = change { idleness in
                let queued = mistakes.sleepsWithoutLooking ? 0 : Int(queue.plainLoad())
                let isOneTooMany = surplus.load(.relaxed) > 0 && !mistakes.asksBeforeTheLockOnly
                return idleness.sleep(worker, queued: queued, isOneTooMany: isOneTooMany)
            }
            switch place {
            case .awake, .end: break
            case .inPoller:
                signal.settle()
                if seat.load(.relaxed) > 0 {
                    Explored.pause()
                } else {
                    while interruption.load(.acquiring) == 0 { interruption.wait(while: 0) }
                }
                interruption.store(0, .relaxed)
                change { $0.polled() }
            case .onFutex:
                signal.settle()
                if seat.load(.relaxed) > 0, change({ $0.stayAwake(worker) }) {
                    Explored.pause()
                    break
                }
                _ = worker.parking.park(until: .never)
                if !mistakes.forgetsThatItWoke { change { $0.woke() } }
            }
        }
    }

    /// As many things to do as workers, from a thread that is no worker.
    private static func queue(_ workers: Int, _ mistakes: Mistakes = Mistakes()) -> @Sendable (Model) -> Void
    {
        { model in
            let colony = Colony(workers, mistakes)
            for worker in colony.workers {
                model.thread("worker \(worker.number)") { colony.takesOne(worker) }
            }
            model.thread("thread") { for _ in colony.workers { colony.enqueueForAll() } }
        }
    }

    /// The same in the seat of a worker that is busy: a third one.
    private static func seat(_ mistakes: Mistakes = Mistakes()) -> @Sendable (Model) -> Void {
        { model in
            let colony = Colony(2, mistakes)
            for worker in colony.workers {
                model.thread("worker \(worker.number)") { colony.takesOne(worker) }
            }
            model.thread("busy worker") { colony.addToSeat(2) }
        }
    }

    /// Two workers that have nothing to do, while somebody wants to have none.
    private static func lowering(_ mistakes: Mistakes = Mistakes()) -> @Sendable (Model) -> Void {
        { model in
            let colony = Colony(2, mistakes)
            for worker in colony.workers {
                model.thread("worker \(worker.number)") { colony.leavesItsSeat(worker) }
            }
            model.thread("thread") { colony.lowerTarget() }
        }
    }

    @Test func everybodyWhoIsTooManyLeaves() async throws {
        try await explore("idleness: fewer workers", preemptions: 1, Self.lowering())
    }

    @Test func everythingInTheQueueFindsAWorker() async throws {
        try await explore("idleness: queue, one worker", preemptions: nil, Self.queue(1))
        try await explore("idleness: queue, two workers", preemptions: 1, Self.queue(2))
    }

    @Test func everythingInASeatFindsAWorker() async throws {
        try await explore("idleness: seat", preemptions: 1, Self.seat())
    }

    /// Each of these makes a worker sleep for ever beside something to do, or where it is one too many.
    @Test func noPartOfItMayBeLeftOut() async throws {
        let wrong: [(String, @Sendable (Model) -> Void)] = [
            ("sleeps without looking", Self.queue(1, Mistakes(sleepsWithoutLooking: true))),
            ("keeps the call", Self.queue(2, Mistakes(keepsTheCall: true))),
            ("forgets that it woke", Self.queue(2, Mistakes(forgetsThatItWoke: true))),
            ("finds without calling", Self.seat(Mistakes(findsWithoutCalling: true))),
            ("asks before the lock only", Self.lowering(Mistakes(asksBeforeTheLockOnly: true))),
        ]
        for (name, model) in wrong {
            let found = try await exploration("idleness: \(name)", preemptions: 1, model)
            guard case .deadlock? = found.failure?.failure else {
                Issue.record("not found: \(found)")
                continue
            }
        }
    }
}
