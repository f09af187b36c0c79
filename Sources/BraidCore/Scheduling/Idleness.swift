// Scheduling › Idleness: which workers sleep, where, and who is to be woken. A state machine under the scheduler's
// lock: event in, verdict out.
//
// Invariants:
//  - At most one worker polls.
//  - A worker is among the sleepers only if it has seen the queue empty under the lock and nobody was called since.
//  - `called` counts sleepers that were called and have not looked for work yet, `searching` those who look. While
//    either is above zero nobody else is called; the one who finds something passes the call on if there is more to do.
//    So a burst of work wakes workers one after another instead of all at once.
//
// Explored in all interleavings by the tests, which is why it does not say what a worker is: see
// IdlenessExplorationTests, where what Scheduler+Sleeping, +Searching and +Queueing do around it is written once more.

/// Who sleeps here.
protocol IdleWorker: Equatable, Sendable {
    /// Whether it is the one that calls.
    var isCaller: Bool { get }

    /// It is about to sleep on its futex. Called on its own thread, before anybody can wake it.
    func prepareToSleep()
}

struct Idleness<Sleeper: IdleWorker> {
    /// Who is to be woken.
    enum Call {
        case nobody
        /// One that sleeps on its futex until it is woken.
        case sleeper(Sleeper)
        case poller
    }

    /// Where a worker is to sleep.
    enum Place {
        case awake
        case inPoller
        case onFutex
        case end
    }

    private(set) var sleepers: [Sleeper] = []
    private(set) var polling: Sleeper?
    private(set) var isInterrupted = false
    private(set) var called = 0
    private(set) var searching = 0
    private(set) var isStopping = false

    /// There is work that nobody may have seen.
    mutating func callForWork() -> Call {
        guard called == 0, searching == 0 else { return .nobody }
        if let sleeper = sleepers.popLast() {
            called += 1
            return .sleeper(sleeper)
        }
        return interrupt()
    }

    /// A worker takes something that may run for long. Somebody else must be able to see to what it leaves in the queue,
    /// and to descriptors and timers: nobody polls when the one who did takes work, and when one who looked in passing
    /// sent the other to a futex.
    mutating func callOnTaking(leavesMore: Bool) -> Call {
        leavesMore || polling == nil && !sleepers.isEmpty ? callForWork() : .nobody
    }

    /// There is a timer earlier than the one the poller sleeps for. With nobody in the poller, a worker is awake and
    /// looks at the timers before it sleeps.
    mutating func callForTimer() -> Call { interrupt() }

    /// The polling worker may be the one that calls: then it is awake, and looks at everything next.
    private mutating func interrupt() -> Call {
        guard let polling, !isInterrupted, !polling.isCaller else { return .nobody }
        isInterrupted = true
        return .poller
    }

    /// A worker found nothing to do. It stays awake if the queue is not empty, or if it is one too many: both change under the
    /// lock, and who falls asleep after that is not called.
    mutating func sleep(_ worker: Sleeper, queued: Int, isOneTooMany: Bool) -> Place {
        if queued > 0 || isOneTooMany { return .awake }
        if isStopping { return .end }
        if pollNow(worker) { return .inPoller }
        worker.prepareToSleep()
        sleepers.append(worker)
        return .onFutex
    }

    /// A worker wants to poll. False if another does.
    mutating func pollNow(_ worker: Sleeper) -> Bool {
        guard polling == nil else { return false }
        polling = worker
        isInterrupted = false
        return true
    }

    mutating func polled() { polling = nil }

    mutating func woke() { called = max(0, called - 1) }

    /// A worker that is about to sleep on a futex finds that there is work after all. False if it has been called
    /// meanwhile.
    mutating func stayAwake(_ worker: Sleeper) -> Bool {
        guard let place = sleepers.firstIndex(of: worker) else { return false }
        sleepers.remove(at: place)
        return true
    }

    /// A worker wants to look into the seats of others. False if enough do, or if all others sleep: those have nothing, and
    /// will not as long as they sleep. `workers` are all in whose seats there may be something, those who are too many included.
    mutating func beginSearch(most: Int, workers: Int) -> Bool {
        guard searching < most, sleeping < workers - 1, !isStopping else { return false }
        searching += 1
        return true
    }

    /// It has looked, and found something or not.
    mutating func endSearch(withMore: Bool) -> Call {
        searching -= 1
        return withMore ? callForWork() : .nobody
    }

    /// Everybody who sleeps is to look around.
    mutating func callAll() -> [Call] {
        called += sleepers.count
        defer { sleepers = [] }
        return sleepers.map(Call.sleeper) + [interrupt()]
    }

    /// What one who adds to its seat is to know, while so many are in the queue.
    func sight<M: Memory>(queued: Int) -> SleepSignal<M>.Sight {
        if searching > 0 { return queued == 0 ? .searcher : .nobody }
        return hasSleeper ? .sleeper : .nobody
    }

    /// Whether somebody sleeps, and nobody has been called or searches.
    var hasSleeper: Bool {
        called == 0 && searching == 0 && (!sleepers.isEmpty || polling != nil && !isInterrupted)
    }

    /// How many workers sleep, in the poller or on a futex.
    var sleeping: Int { sleepers.count + (polling == nil ? 0 : 1) }

    /// Whether somebody sees to descriptors and timers. One that sleeps on a futex does not, as long as it is not called: the
    /// one that polled may compute for long with what it found.
    var hasLookout: Bool { polling != nil }

    /// Everybody is to end.
    mutating func stop() -> [Call] {
        isStopping = true
        let calls = sleepers.map(Call.sleeper)
        sleepers = []
        return polling == nil ? calls : calls + [.poller]
    }
}
