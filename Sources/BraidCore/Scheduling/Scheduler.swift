// Scheduling › Scheduler: M goroutines on N threads.
//
// First cut: one queue under one lock. Workers take from it; a worker that finds it empty fires due timers, and then
// sleeps: one of them in the poller, until a descriptor is ready or the next timer is due, the others on a futex.
// Whoever makes something runnable wakes one that sleeps, or interrupts the one in the poller (see Idleness).
//
// A worker that is stuck in a blocking call is replaced (see Monitor, Crew). Not here yet: local rings and stealing.
//
// A seeded scheduler is the same code with one worker, on the thread that calls `run`, with a virtual clock and a
// random choice among what is runnable.

internal import Synchronization

package final class Scheduler: Sendable {
    struct State: ~Copyable {
        var queue = Ring<Runnable>()
        var idleness = Idleness()
        /// Nil in an ordinary scheduler, which takes what came first.
        var choice: Choice?
        var crew: Crew
        /// Workers and the monitor, as long as they run.
        var threads = 0
        /// The monitor, while it sleeps until there is work.
        var sleepingMonitor: ThreadParking?
    }

    let state: Guarded<State>
    let isSeeded: Bool
    private let lastID = Atomic<UInt64>(0)
    private let live = Atomic<Int>(0)
    let ended = OneShot<Void>()
    let timers = Timers()
    package let clock: Clock
    package let poller = Poller()
    let stacks = StackPool()
    /// Nil in a seeded scheduler, whose only worker nobody could replace.
    let monitor: Monitor?
    /// Nil: as the probe finds it. Tests give another.
    let layout: TravellingLayout?

    /// The one that `go` uses outside of any other: as many workers as there are processors, or `BRAID_WORKERS`.
    package static let shared = Scheduler(
        workers: Environment.integer("BRAID_WORKERS") ?? Processors.available)

    /// The scheduler of the goroutine that calls, otherwise the shared one.
    package static var current: Scheduler { Worker.current?.scheduler ?? shared }

    package convenience init(workers: Int) {
        self.init(workers: workers, layout: nil)
    }

    init(workers: Int, layout: TravellingLayout?) {
        self.layout = layout
        demand(workers > 0, "a scheduler needs a worker")
        clock = Clock(isVirtual: false)
        isSeeded = false
        let monitor = Monitor()
        self.monitor = monitor
        state = Guarded(.scheduler, State(crew: Crew(target: workers)))
        for _ in 0..<workers { startWorker() }
        startThread(name: "braid-monitor") { monitor.run(for: $0) }
    }

    /// A scheduler without threads: see `run`.
    package init(seed: UInt64) {
        layout = nil
        clock = Clock(isVirtual: true)
        isSeeded = true
        monitor = nil
        state = Guarded(.scheduler, State(choice: Choice(seed: seed), crew: Crew(target: 1)))
    }

    /// Goroutines that were launched and have not ended.
    package var liveCount: Int { live.load(ordering: .relaxed) }

    /// Goroutines that have a stack, for reports. Exact only while none of them runs elsewhere.
    package var fibers: [Fiber] { stacks.all.compactMap { Fiber(on: $0) } }

    /// Starts a goroutine.
    package func launch(
        name: String?, stackSize: Int?, site: CreationSite, _ body: sending @escaping () throws -> Void
    ) {
        if let stackSize {
            demand(
                (1...1 << 36).contains(stackSize),
                "a stack of \(stackSize) bytes: 1 byte to 64 GiB are wanted")
        }
        live.wrappingAdd(1, ordering: .relaxed)
        let id = lastID.wrappingAdd(1, ordering: .relaxed).newValue
        let size = stackSize.map(Stack.roundedSize) ?? Stack.defaultSize
        enqueue(.launch(Launch(id: id, name: name, site: site, stackSize: size, body: body)))
    }

    /// Puts something runnable into the queue and sees to it that somebody takes it.
    func enqueue(_ runnable: Runnable) {
        let (call, sleepingMonitor) = state.withLock { state in
            state.queue.append(runnable)
            return (state.idleness.callForWork(), state.sleepingMonitor.take())
        }
        make(call)
        sleepingMonitor?.unpark()
    }

    /// The next runnable for a worker, which sleeps until there is one. Nil when the worker is to end.
    func next(for worker: Worker) -> Runnable? {
        if isSeeded { return nextSeeded() }
        if worker.ticks() { lookAround(worker) }
        while true {
            let (runnable, call): (Runnable?, Idleness.Call) = state.withLock { state in
                guard let runnable = state.queue.popFirst() else { return (nil, .nobody) }
                return (runnable, state.idleness.callOnTaking(leavesMore: state.queue.count > 0))
            }
            make(call)
            if let runnable { return runnable }
            if timers.fire(at: clock.now) { continue }
            if sleep(worker) == .end { return nil }
        }
    }

    func finished(_ fiber: Fiber) {
        stacks.give(back: fiber.destroy())
        live.wrappingSubtract(1, ordering: .relaxed)
    }

    /// Ends the workers, once they have nothing to run, and waits for them. Goroutines that are parked stay so, and
    /// must not be made runnable any more. Not for the shared scheduler.
    package func stop() {
        monitor?.end()
        let (calls, resting) = state.withLock { state in
            let monitor = state.sleepingMonitor.take().map { [$0] } ?? []
            return (state.idleness.stop(), state.crew.dismissSpares() + monitor)
        }
        for call in calls { make(call) }
        for parking in resting { parking.unpark() }
        ended.wait(.join)
    }
}
