// Scheduling › Worker: a thread that takes runnables from its seat and switches to them. What Go calls an M.
//
// Its own stack is the base. Everything that must not run on a fiber runs there: Swift jobs, the search for work, the
// poller, spinning for a fiber that is still leaving its stack. A fiber that parks goes straight to the next one where
// that is possible, and to the base otherwise (see Worker+Leaving).

internal import CBraidShims
internal import Synchronization

@safe
struct WorkerRecord: ~Copyable {
    // Safety: an empty context, filled by the first switch away from it.
    var base = unsafe braid_context()
    /// What runs now; nil on the base. Second, because the handler of stack overflows looks for it there.
    var fiber: Fiber?
    /// What keeps the thread to itself, while `fiber` is nil (see Worker+Pinning). Third, for the same reason.
    var pinned: Fiber?
    /// The seat that was taken last; the gate says whether it still is this worker's.
    var seat: Seat?
    let gate = Gate<HardwareMemory>()
    var stacks: StackCache
    var launches: LaunchCache
    var untold = UntoldEnds()
    /// What a fiber left for the base to run, because it could not switch to it itself.
    var pending = Runnable.none
    /// A fiber that leaves its stack for good, until whoever runs next has ended it.
    var departed: Fiber?
    /// Counts what was run, so that timers, descriptors and the scheduler's queue are looked at now and then.
    var tick: UInt32 = 0
    let scheduler: Unmanaged<Scheduler>
    let state: TravellingState
    /// Where the worker sleeps when there is nothing to do.
    let parking: ThreadParking
    /// What the monitor sees of it.
    let pulse: Pulse
    /// Where its steps were noted last; of a trace that may have ended.
    var traceLane: TraceLane?

    init(_ scheduler: Scheduler) {
        // Safety: the scheduler outlives its workers.
        unsafe self.scheduler = .passUnretained(scheduler)
        stacks = StackCache(scheduler.stacks)
        launches = LaunchCache(scheduler.launches)
        // Not a default argument: the probe must run here, on a worker, and not on the thread that made the scheduler.
        state = TravellingState(scheduler.layout ?? .shared)
        parking = .current
        pulse = Pulse(of: gate)
    }
}

@safe
struct Worker: Equatable, @unchecked Sendable {
    // Safety: the record lives while `run` does, on the thread it belongs to; only that thread uses it, except for
    // `parking`, `pulse` and `gate`, which are made for others.
    let record: UnsafeMutablePointer<WorkerRecord>

    static func == (left: Worker, right: Worker) -> Bool {
        // Safety: compares addresses only.
        unsafe left.record == right.record
    }

    /// The worker of the calling thread.
    @inline(__always)
    static var current: Worker? {
        // Safety: the pointer was stored by `run` on this thread, and is taken away before the record goes.
        guard let record = unsafe braid_thread_worker() else { return nil }
        return unsafe Worker(record: record.assumingMemoryBound(to: WorkerRecord.self))
    }

    /// Works for a scheduler on the calling thread, from `seat` unless it is seeded, until the scheduler has nothing more
    /// for it.
    static func run(for scheduler: Scheduler, from seat: Seat?) {
        demand(Worker.current == nil, "this thread works for a goroutine scheduler already")
        demand(
            braid_swift_in_task() == 0, "a goroutine scheduler cannot be run from inside a Swift task")
        // Safety: made here, used by this thread only, and freed after the last use.
        let record = unsafe CacheLines.allocate(WorkerRecord.self)
        unsafe record.initialize(to: WorkerRecord(scheduler))
        unsafe braid_sanitizer_adopt_thread(&record.pointee.base)
        unsafe braid_thread_set_worker(record)
        let worker = unsafe Worker(record: record)
        braid_overflow_watch()
        let signalStack = unsafe braid_overflow_enter_thread()
        // So that a report can ask what it computes, whoever has started the thread.
        let wasRefused = braid_sample_admit()
        if let seat { worker.take(seat) }
        scheduler.monitor?.add(worker.pulse)
        worker.work(for: scheduler)
        scheduler.monitor?.remove(worker.pulse)
        worker.seat?.tenancy.leave(worker.gate)
        braid_thread_set_worker(nil)
        braid_sample_refuse(wasRefused)
        unsafe braid_overflow_leave_thread(signalStack)
        worker.gate.free()
        unsafe record.deinitialize(count: 1)
        unsafe record.deallocate()
    }

    // Safety: read by the worker's own thread.
    var fiber: Fiber? { unsafe record.pointee.fiber }
    var parking: ThreadParking { unsafe record.pointee.parking }
    var pulse: Pulse { unsafe record.pointee.pulse }
    var traceLane: TraceLane? {
        get { unsafe record.pointee.traceLane }
        nonmutating set { unsafe record.pointee.traceLane = newValue }
    }
    var scheduler: Scheduler { unsafe record.pointee.scheduler._withUnsafeGuaranteedRef { $0 } }
    /// Calls `body` with the scheduler without counting a reference.
    @inline(__always)
    func withScheduler(_ body: (Scheduler) -> Void) {
        // Safety: the scheduler outlives its workers.
        unsafe record.pointee.scheduler._withUnsafeGuaranteedRef { body($0) }
    }

    /// Whether somebody else is in its place, or will be. As the monitor says it: a moment late, perhaps.
    var wasReplaced: Bool { unsafe record.pointee.pulse.wasReplaced }
    @inline(__always) var seat: Seat? { unsafe record.pointee.seat }
    @inline(__always) var gate: Gate<HardwareMemory> { unsafe record.pointee.gate }

    /// Whether it works for `scheduler`.
    @inline(__always)
    func works(for scheduler: Scheduler) -> Bool {
        // Safety: compares addresses only.
        unsafe record.pointee.scheduler.toOpaque() == Unmanaged.passUnretained(scheduler).toOpaque()
    }

    /// Makes a seat that nobody has this worker's.
    func take(_ seat: Seat) {
        // Safety: the worker's own thread.
        unsafe record.pointee.seat = seat
        pulse.seat.store(seat.index, ordering: .relaxed)
        seat.tenancy.take(gate)
        Trace.note(.seatTaken, about: UInt64(seat.index), on: scheduler)
    }

    /// Gives the seat to another worker, because this one's thread is about to wait.
    func handSeatOver() { scheduler.handOver(self) }

    /// True every 32nd time: reason to look around although there is other work.
    @inline(__always)
    func ticks() -> Bool {
        // Safety: the worker's own thread.
        unsafe record.pointee.tick &+= 1
        return hasTicked
    }

    /// Whether the last count was a 32nd: then a fiber may have come to the base only in order to look around.
    @inline(__always)
    var hasTicked: Bool {
        // Safety: the worker's own thread.
        unsafe record.pointee.tick & 31 == 0
    }

    private func work(for scheduler: Scheduler) {
        while let runnable = takePending() ?? next(for: scheduler) {
            switch runnable.take() {
            case .fiber(let fiber): resume(fiber)
            // Safety: the launch was taken, so it is the caller's.
            case .launch(let launch): unsafe resume(fiber(for: launch))
            case .turn(let loop): loop.turnOnHost()
            case .job(let job): scheduler.run(job, on: self)
            }
            guard seat != nil, !isSeated else { continue }
            // Somebody else has taken this worker's place while it was stuck.
            tellEnds()
            if let pending = takePending() { scheduler.enqueueForAll(pending) }
            // Safety: the worker's own thread.
            unsafe record.pointee.stacks.drain()
            unsafe record.pointee.launches.drain()
            if !scheduler.rest(self) { return }
        }
    }

    private func next(for scheduler: Scheduler) -> Runnable? {
        tellEnds()
        return scheduler.next(for: self)
    }

    /// What the fiber that came to the base found to be next.
    private func takePending() -> Runnable? {
        // Safety: the worker's own thread.
        let pending = unsafe record.pointee.pending
        guard !pending.isNone else { return nil }
        unsafe record.pointee.pending = .none
        return pending
    }

    private func resume(_ fiber: Fiber) {
        awaitDeparture(of: fiber)
        // Safety: taken from a queue and not running, so the fiber is this worker's; the base is this thread's.
        unsafe fiber.context.pointee.running = 1
        unsafe record.pointee.fiber = fiber
        pulse.enter()
        unsafe FiberSwitch.go(
            from: &record.pointee.base, to: fiber.context, stack: fiber.stack, state: record.pointee.state)
        pulse.leave()
        unsafe record.pointee.fiber = nil
        buryDeparted()
    }

    /// A launch, which is the caller's, with a stack and ready to run.
    func fiber(for launch: UnsafeMutablePointer<Launch>) -> Fiber {
        // Safety: the worker's own thread; the scheduler outlives the fiber.
        let stack = unsafe record.pointee.stacks.take(size: launch.pointee.stackSize)
        defer { unsafe record.pointee.launches.give(launch) }
        return unsafe Fiber(launch, on: stack, scheduler: record.pointee.scheduler)
    }

    /// A fiber may be made runnable before it has left its stack. It is a few instructions away from leaving, unless
    /// the kernel took its thread off the processor.
    private func awaitDeparture(of fiber: Fiber) {
        var round = 0
        while fiber.isRunning {
            round += 1
            HardwareMemory.pause(round)
        }
        // Safety: the context of a live fiber.
        if braid_sanitizer_active != 0 { unsafe braid_sanitizer_departure_seen(fiber.context) }
    }
}

extension Worker: IdleWorker {
    var isCaller: Bool { self == Worker.current }

    func prepareToSleep() { parking.prepare() }
}
