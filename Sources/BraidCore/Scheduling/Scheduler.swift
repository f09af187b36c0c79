// Scheduling › Scheduler: M goroutines on N threads.
//
// A worker takes from its own seat (see Seat); what does not fit there, and what threads that are no workers make
// runnable, goes through one queue under one lock. A worker without work searches: the queue, timers, descriptors, the
// other seats (see Scheduler+Searching); then it sleeps, one of them in the poller until a descriptor is ready or the
// next timer is due, the others on a futex (see Idleness). Whoever makes something runnable wakes one that sleeps, but
// rarely more than are of use (see Restraint). A worker that is stuck in a blocking call loses its seat (see Monitor).
//
// A seeded scheduler is the same code with one worker and no seats, on the thread that calls `run`, with a virtual clock
// and a random choice among what is runnable.

internal import CBraidShims
internal import Synchronization

package final class Scheduler: Sendable {
    struct State: ~Copyable {
        var queue = Ring<Runnable>()
        var idleness = Idleness<Worker>()
        /// Nil in an ordinary scheduler, which takes what came first.
        var choice: Choice?
        var crew = Crew<Spare>()
        /// Workers and the monitor, as long as they run.
        var threads = 0
        /// The monitor, while it sleeps until there is work.
        var sleepingMonitor: ThreadParking?
        /// Whether a thread has begun to wait without a limit since the monitor last looked for a deadlock.
        var hasParkedThread = false
    }

    let state: Guarded<State>
    package let isSeeded: Bool
    /// As many as there may ever be workers at once; none in a seeded scheduler.
    let seats: [Seat]
    /// How many of them have been used; the others are empty.
    let usedSeats: Atomic<Int>
    /// How many workers are to run at once.
    let target: Atomic<Int>
    let lastID = Atomic<UInt64>(0)
    /// Launches less ends that were not counted by a seat.
    private let live = Atomic<Int>(0)
    let ended = OneShot<Void>()
    /// Of those who wait without a seat.
    let timers = Timers()
    /// How many are in the queue, readable without the lock.
    let queueSignal = QueueSignal()
    /// Whether a worker sleeps and none is on its way, or one looks for work: readable without the lock.
    let sleepSignal = SleepSignal<HardwareMemory>()
    /// Until when the worker in the poller sleeps at most.
    let timerSignal = TimerSignal<HardwareMemory>()
    let isMonitorAsleep = Atomic<Bool>(false)
    /// When somebody last looked at the descriptors.
    let lastPoll = Atomic<UInt64>(0)
    package let clock: Clock
    package let poller = Poller()
    let stacks = StackPool()
    let launches = LaunchPool()
    /// Since when goroutines are known to wait, for reports.
    let waits = WaitAges()
    /// Nil in a seeded scheduler, whose only worker nobody could replace, and in tests of what must not need it.
    let monitor: Monitor?
    /// Whether a certain deadlock ends the program: in the shared scheduler only.
    let endsOnDeadlock: Bool
    /// Nil: as the probe finds it. Tests give another.
    let layout: TravellingLayout?
    /// How long a worker without a seat rests before its thread ends.
    let spareLife: Duration
    /// Starts a thread of that name; false if the system has none to give.
    let start: @Sendable (_ name: String, _ body: @escaping @Sendable () -> Void) -> Bool
    /// What calls the body of each goroutine of a seeded scheduler; nil where nothing is around it.
    let surroundings: Surroundings?

    /// The one that `go` uses outside of any other: as many workers as there are processors, or `BRAID_WORKERS`.
    package static let shared: Scheduler = {
        let scheduler = Scheduler(
            workers: Environment.integer("BRAID_WORKERS") ?? usualWorkers(on: Processors.available),
            layout: nil,
            hasMonitor: Monitor.isWanted, endsOnDeadlock: Deadlock.isWanted)
        if QuitSignal.isWanted { QuitSignal.dump(scheduler) }
        return scheduler
    }()

    /// The scheduler of the goroutine that calls, otherwise the shared one.
    package static var current: Scheduler {
        if let worker = Worker.current { return worker.scheduler }
        ForkedProcess.refuse()
        return shared
    }

    package convenience init(workers: Int) {
        self.init(workers: workers, layout: nil)
    }

    /// How many workers a scheduler can be given later, unless it has more from the beginning; and the most it can have.
    private static let usualSeats = 64
    private static let mostSeats = 1_024

    /// One for each processor, as long as there are seats.
    static func usualWorkers(on processors: Int) -> Int { min(processors, mostSeats) }

    init(
        workers: Int, layout: TravellingLayout?, hasMonitor: Bool = true, endsOnDeadlock: Bool = false,
        spareLife: Duration = .seconds(10),
        startingThreadsBy start: @escaping @Sendable (String, @escaping @Sendable () -> Void) -> Bool = {
            PlainThread(ifPossible: $0, $1) != nil
        }
    ) {
        self.layout = layout
        surroundings = nil
        self.endsOnDeadlock = endsOnDeadlock
        self.spareLife = spareLife
        self.start = start
        braid_fork_watch()
        demand(workers > 0, "a scheduler needs a worker")
        demand(
            workers <= Scheduler.mostSeats, "\(workers) workers: at most \(Scheduler.mostSeats) can be had")
        clock = Clock(isVirtual: false)
        isSeeded = false
        seats = (0..<max(workers, Scheduler.usualSeats)).map { Seat(index: $0) }
        usedSeats = Atomic(workers)
        target = Atomic(workers)
        monitor = hasMonitor ? Monitor() : nil
        state = Guarded(.scheduler, State())
        for seat in seats.prefix(workers) where seat.tenancy.reserve() { fill(seat) }
        // Where some threads can be had and others not, the monitor tries again.
        let hasWorker = state.withLock { $0.threads > 0 }
        demand(hasWorker, "the system has no thread for a worker of goroutines")
        guard let monitor else { return }
        let hasThread = startThread(name: "braid-monitor") { monitor.run(for: $0) }
        demand(hasThread, "the system has no thread for the monitor of goroutines")
    }

    /// A scheduler without threads: see `run`.
    package init(seed: UInt64, surroundings: Surroundings? = nil) {
        layout = nil
        self.surroundings = surroundings
        endsOnDeadlock = false
        spareLife = .zero
        start = { _, _ in false }
        braid_fork_watch()
        clock = Clock(isVirtual: true)
        isSeeded = true
        seats = []
        usedSeats = Atomic(0)
        target = Atomic(1)
        monitor = nil
        state = Guarded(.scheduler, State(choice: Choice(seed: seed)))
    }

    deinit {
        // The threads have ended.
        for seat in seats { seat.free() }
        queueSignal.free()
        sleepSignal.free()
        timerSignal.free()
    }

    /// Goroutines that were launched and have not ended.
    package var liveCount: Int {
        seatsInUse.reduce(live.load(ordering: .relaxed)) { $0 + $1.launchBalance }
    }

    /// Goroutines that have a stack, for reports. Exact only while none of them runs elsewhere.
    package var fibers: [Fiber] { stacks.inUse.compactMap { Fiber(on: $0) } }

    /// Starts a goroutine on the scheduler of the goroutine that calls, otherwise on the shared one.
    package static func launch(
        name: consuming String?, stackSize: Int?, site: CreationSite,
        listener: consuming (any EndListener)? = nil, group: GroupMembership? = nil,
        _ body: sending @escaping () throws -> Void
    ) {
        let body = LaunchBody(call: consume body)
        guard let worker = Worker.current else {
            return shared.launch(
                consume body, name: name, stackSize: stackSize, site: site, listener: listener, group: group)
        }
        // In two steps, so that neither the scheduler nor the body is counted once more.
        var id: UInt64 = 0
        worker.withScheduler { id = $0.countLaunch(by: worker) }
        // Safety: the memory goes with the runnable, and whoever takes that frees it.
        let launch = unsafe worker.memoryForLaunch()
        unsafe launch.initialize(
            to: Launch(
                id: id, name: name, site: site,
                stackSize: stackSize.map(Scheduler.roundedStackSize) ?? worker.usualStackSize,
                listener: listener, group: group ?? .none, body: consume body))
        var isSeated = true
        worker.withScheduler { unsafe isSeated = $0.start(launch, by: worker) }
        if !isSeated { Displaced.lookWhoCalls() }
    }

    /// Starts a goroutine.
    package func launch(
        name: String?, stackSize: Int?, site: CreationSite, _ body: sending @escaping () throws -> Void
    ) {
        launch(
            LaunchBody(call: body), name: name, stackSize: stackSize, site: site, listener: nil, group: nil)
    }

    private func launch(
        _ body: consuming LaunchBody, name: consuming String?, stackSize: Int?, site: CreationSite,
        listener: consuming (any EndListener)?, group: GroupMembership?
    ) {
        let worker = workerOfCaller
        // Safety: as above.
        let launch = unsafe worker?.memoryForLaunch() ?? launches.take()
        unsafe launch.initialize(
            to: Launch(
                id: countLaunch(by: worker), name: name, site: site,
                stackSize: Scheduler.roundedStackSize(stackSize),
                listener: listener, group: group ?? .none, body: consume body))
        _ = unsafe start(launch, by: worker)
    }

    /// False if the worker has no seat.
    @inline(__always)
    private func start(_ launch: UnsafeMutablePointer<Launch>, by worker: Worker?) -> Bool {
        // Safety: the launch was filled, and nobody else knows it.
        Trace.note(.launched, unsafe launch.pointee.id, about: Fiber.running?.id ?? 0, on: self)
        return enqueue(unsafe .launch(launch), by: worker, asNext: false)
    }

    @inline(__always)
    private static func roundedStackSize(_ wanted: Int?) -> Int {
        wanted.map(roundedStackSize) ?? Stack.defaultSize
    }

    @inline(never)
    private static func roundedStackSize(_ wanted: Int) -> Int {
        demand((1...1 << 36).contains(wanted), "a stack of \(wanted) bytes: 1 byte to 64 GiB are wanted")
        return Stack.roundedSize(wanted)
    }

    /// The number of a new goroutine, which is counted.
    @inline(__always)
    private func countLaunch(by worker: Worker?) -> UInt64 {
        worker?.countLaunch(lastID) ?? countLaunch()
    }

    /// A goroutine was launched by somebody without a seat: its number.
    private func countLaunch() -> UInt64 {
        live.wrappingAdd(1, ordering: .relaxed)
        return lastID.wrappingAdd(1, ordering: .relaxed).newValue
    }

    /// A goroutine has ended on a worker without a seat.
    func countEnd() { live.wrappingSubtract(1, ordering: .relaxed) }

    /// Ends the workers, once they have nothing to run, and waits for them. Goroutines that are parked stay so, and
    /// must not be made runnable any more. Not for the shared scheduler.
    package func stop() {
        monitor?.end()
        let (calls, resting) = state.withLock { state in
            let monitor = state.sleepingMonitor.take().map { [$0] } ?? []
            return (state.idleness.stop(), state.crew.dismissSpares().map(\.parking) + monitor)
        }
        for call in calls { make(call) }
        for parking in resting { parking.unpark() }
        ended.wait(.join)
    }
}
