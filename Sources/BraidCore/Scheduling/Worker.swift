// Scheduling › Worker: a thread that takes runnables from its scheduler and switches to them.
//
// Its own stack is the base: fibers switch back to it when they park, and it takes the next one. Everything that must
// not run on a fiber (Swift jobs, the poller, spinning for a fiber that is still leaving its stack) runs on the base.
//
// Roads rejected: letting a parking fiber search for work on its own stack. It saves a switch of a few nanoseconds per
// park, but two workers can then wait for each other's fibers to leave their stacks. Direct hand-over between two
// fibers is the scheduler's to add, where it is right.

internal import CBraidShims
internal import Synchronization

@safe
struct WorkerRecord: ~Copyable {
    // Safety: an empty context, filled by the first switch away from it.
    var base = unsafe braid_context()
    /// What runs now; nil on the base.
    var fiber: Fiber?
    /// Set by a fiber that leaves its stack for good.
    var hasFinished = false
    let scheduler: Unmanaged<Scheduler>
    let state: TravellingState
    /// Where the worker sleeps when there is nothing to do.
    let parking: ThreadParking
    /// What the monitor sees of it.
    let pulse = Pulse()
    /// Counts what was run, so that timers and descriptors are looked at now and then.
    var tick: UInt32 = 0

    init(_ scheduler: Unmanaged<Scheduler>, layout: TravellingLayout?) {
        // Safety: the scheduler outlives its workers.
        unsafe self.scheduler = scheduler
        // Not a default argument: the probe must run here, on a worker, and not on the thread that made the scheduler.
        state = TravellingState(layout ?? .shared)
        parking = .current
    }
}

@safe
struct Worker: Equatable, @unchecked Sendable {
    // Safety: the record lives while `run` does, on the thread it belongs to; only that thread uses it, except for
    // `parking`, which is made for others.
    private let record: UnsafeMutablePointer<WorkerRecord>

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

    /// Works for a scheduler on the calling thread until the scheduler has nothing more for it.
    static func run(for scheduler: Scheduler) {
        demand(Worker.current == nil, "this thread works for a goroutine scheduler already")
        demand(
            braid_swift_in_task() == 0, "a goroutine scheduler cannot be run from inside a Swift task")
        // Safety: made here, used by this thread only, and freed after the last use.
        let record = UnsafeMutablePointer<WorkerRecord>.allocate(capacity: 1)
        unsafe record.initialize(to: WorkerRecord(.passUnretained(scheduler), layout: scheduler.layout))
        unsafe braid_sanitizer_adopt_thread(&record.pointee.base)
        unsafe braid_thread_set_worker(record)
        let worker = unsafe Worker(record: record)
        scheduler.monitor?.add(worker.pulse)
        worker.work(for: scheduler)
        scheduler.monitor?.remove(worker.pulse)
        braid_thread_set_worker(nil)
        unsafe record.deinitialize(count: 1)
        unsafe record.deallocate()
    }

    // Safety: read by the worker's own thread.
    var fiber: Fiber? { unsafe record.pointee.fiber }
    var parking: ThreadParking { unsafe record.pointee.parking }
    var pulse: Pulse { unsafe record.pointee.pulse }
    var scheduler: Scheduler { unsafe record.pointee.scheduler._withUnsafeGuaranteedRef { $0 } }

    /// True every 64th time: reason to look at timers and descriptors although there is other work.
    func ticks() -> Bool {
        // Safety: the worker's own thread.
        unsafe record.pointee.tick &+= 1
        return unsafe record.pointee.tick & 63 == 0
    }

    private func work(for scheduler: Scheduler) {
        while let runnable = scheduler.next(for: self) {
            switch runnable.take() {
            case .fiber(let fiber):
                resume(fiber)
            case .launch(let launch):
                let stack = scheduler.stacks.take(size: launch.stackSize)
                // Safety: the scheduler outlives the fiber.
                resume(unsafe Fiber(launch, on: stack, scheduler: .passUnretained(scheduler)))
            case .turn(let loop):
                loop.turnOnHost()
            }
            // Somebody else has taken this worker's place while it was stuck.
            if pulse.isDisplaced.load(ordering: .relaxed), !scheduler.rest(self) { return }
        }
    }

    private func resume(_ fiber: Fiber) {
        awaitDeparture(of: fiber)
        // Safety: taken from a queue and not running, so the fiber is this worker's; the base is this thread's.
        unsafe fiber.context.pointee.running = 1
        unsafe record.pointee.fiber = fiber
        pulse.beat()
        unsafe FiberSwitch.go(
            from: &record.pointee.base, to: fiber.context, stack: fiber.stack, state: record.pointee.state)
        pulse.beat()
        unsafe record.pointee.fiber = nil
        if unsafe record.pointee.hasFinished {
            unsafe record.pointee.hasFinished = false
            scheduler.finished(fiber)
        }
    }

    /// A fiber may be made runnable before it has left its stack. It is a few instructions away from leaving, unless
    /// the kernel took its thread off the processor.
    private func awaitDeparture(of fiber: Fiber) {
        var attempts = 0
        // Safety: the context of a live fiber; the flag is read atomically.
        while unsafe braid_context_is_running(fiber.context) != 0 {
            attempts += 1
            if attempts % 128 == 0 { braid_thread_yield() } else { braid_spin_hint() }
        }
        if braid_sanitizer_active != 0 { unsafe braid_sanitizer_departure_seen(fiber.context) }
    }

    /// Leaves `fiber`, which runs here, for the base of its worker. Returns when the fiber is resumed, by whichever
    /// worker.
    @inline(never)
    static func leave(_ fiber: Fiber, isLast: Bool = false) {
        guard let worker = Worker.current else { fatalError("a goroutine lost its worker") }
        // Safety: the fiber runs on this worker, so its base is not running. The worker is not used after the switch.
        unsafe worker.record.pointee.hasFinished = isLast
        unsafe FiberSwitch.go(
            from: fiber.context, to: &worker.record.pointee.base, stack: nil,
            state: worker.record.pointee.state,
            isLast: isLast)
    }
}
