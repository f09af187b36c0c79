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
    private struct State: ~Copyable {
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

    private let state: Guarded<State>
    let isSeeded: Bool
    private let lastID = Atomic<UInt64>(0)
    private let live = Atomic<Int>(0)
    private let ended = OneShot<Void>()
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

// Sleeping and waking.
extension Scheduler {
    /// Runs `body`, which parks `waiter`, with a timer that ends the wait as timed out at `deadline`.
    func withWakeUp(of waiter: Waiter, at deadline: Instant, _ body: () -> Void) {
        var record = TimerRecord(deadline: deadline, waiter: waiter)
        // Safety: the record is in this frame, and cancelled before the frame ends.
        unsafe withUnsafeMutablePointer(to: &record) { record in
            if unsafe timers.add(record) { timerWasAdded() }
            body()
            unsafe timers.cancel(record)
        }
    }

    /// A timer earlier than all others was set: somebody may sleep for too long.
    func timerWasAdded() {
        make(state.withLock { $0.idleness.callForTimer() })
    }

    private func make(_ call: Idleness.Call) {
        switch call {
        case .nobody: break
        case .sleeper(let parking): parking.unpark()
        case .poller: poller.interrupt()
        }
    }

    /// Sleeps until there may be something to do, and says where.
    private func sleep(_ worker: Worker) -> Idleness.Place {
        let place = state.withLock { state in
            state.queue.count > 0 ? .awake : state.idleness.sleep(worker)
        }
        switch place {
        case .awake, .end: break
        case .inPoller:
            // Whoever adds an earlier timer from now on sees that this worker polls, and interrupts it.
            let deadline = timers.nextDeadline
            _ = poller.poll(timeout: deadline == .never ? .max : deadline.nanoseconds(since: clock.now))
            state.withLock { $0.idleness.polled() }
        case .onFutex:
            _ = worker.parking.park(until: .never)
            state.withLock { $0.idleness.woke() }
        }
        return place
    }

    /// Timers and descriptors get their turn although the queue is never empty.
    private func lookAround(_ worker: Worker) {
        timers.fire(at: clock.now)
        guard state.withLock({ $0.idleness.pollNow(worker) }) else { return }
        _ = poller.poll(timeout: 0)
        state.withLock { $0.idleness.polled() }
    }
}

// Workers that come and go.
extension Scheduler {
    private func startWorker() {
        startThread(name: "braid-worker") { Worker.run(for: $0) }
    }

    private func startThread(name: String, _ body: sending @escaping (Scheduler) -> Void) {
        state.withLock { $0.threads += 1 }
        _ = PlainThread(name: name) { [unowned self] in
            body(self)
            let isLast = state.withLock { state in
                state.threads -= 1
                return state.threads == 0
            }
            if isLast { ended.set(()) }
        }
    }

    /// As many workers as should be active.
    var workerTarget: Int { state.withLock { $0.crew.target } }

    /// What the monitor needs to know.
    enum Situation {
        /// Every worker sleeps.
        case idle
        /// Somebody works, and nobody waits for him.
        case working
        /// There is something to run, or nobody sees to descriptors and timers.
        case waiting
    }

    var situation: Situation {
        state.withLock { state in
            if state.queue.count > 0 { return .waiting }
            if state.idleness.sleeping >= state.crew.target { return .idle }
            let isUnattended =
                !state.idleness.hasLookout && (timers.nextDeadline != .never || poller.hasWaiters)
            return isUnattended ? .waiting : .working
        }
    }

    /// Puts another worker in the place of one that is stuck.
    func replace(_ pulse: Pulse) {
        switch state.withLock({ $0.crew.displace(pulse) }) {
        case .spare(let parking): parking.unpark()
        case .newThread: startWorker()
        }
    }

    /// A displaced worker is back, and rests until it is wanted again. False if it is to end.
    func rest(_ worker: Worker) -> Bool {
        let pulse = worker.pulse
        let isStopping = state.withLock { state in
            if !state.idleness.isStopping { state.crew.rest(pulse, parking: worker.parking) }
            return state.idleness.isStopping
        }
        if isStopping { return false }
        // Ten seconds without a call, and the thread is not worth keeping.
        if worker.parking.park(until: clock.now.advanced(by: .seconds(10))) { return true }
        if state.withLock({ $0.crew.retire(pulse) }) { return false }
        return worker.parking.park(until: .never)
    }

    /// The monitor rests; with `mayOversleep` until something is made runnable.
    func restMonitor(until deadline: UInt64, mayOversleep: Bool) {
        let parking = ThreadParking.current
        parking.prepare()
        if mayOversleep {
            let mayRest = state.withLock { state in
                guard state.queue.count == 0, !state.idleness.isStopping else { return false }
                state.sleepingMonitor = parking
                return true
            }
            guard mayRest else { return }
        }
        _ = parking.park(until: mayOversleep ? .never : Instant(nanoseconds: deadline))
    }
}

// The seeded run.
extension Scheduler {
    /// Runs goroutines on the calling thread, which must be a plain one, until nothing can run any more: not now, and
    /// not at a later time either unless `haltTime` was called.
    package func run() {
        demand(isSeeded, "only a seeded scheduler runs on its caller's thread")
        Worker.run(for: self)
    }

    /// From now on the clock stands still: whoever waits for time waits for ever.
    package func haltTime() {
        _ = state.withLock { $0.idleness.stop() }
    }

    /// Any of what is runnable, as the seed will have it. When nothing is, time goes on to the next deadline.
    private func nextSeeded() -> Runnable? {
        while true {
            let (runnable, isHalted) = state.withLock { state in
                let place = state.choice?.below(max(1, state.queue.count)) ?? 0
                return (state.queue.pop(at: place), state.idleness.isStopping)
            }
            if let runnable { return runnable }
            let deadline = isHalted ? .never : timers.nextDeadline
            if !isHalted, poller.hasWaiters {
                // With no time to go to, the descriptors are all that can happen; an event that nobody waits for any
                // more wakes nobody.
                let isAll = deadline == .never
                if poller.poll(timeout: isAll ? .max : 0) || isAll { continue }
            }
            if deadline == .never { return nil }
            clock.advance(to: deadline)
            timers.fire(at: deadline)
        }
    }
}
