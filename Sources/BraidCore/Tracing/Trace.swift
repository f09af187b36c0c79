// Tracing › Trace: what goroutines and workers do, step by step, for whoever asks.
//
// Off, a step costs a load and a branch that is never taken: `note` is inlined, and what it would note is computed behind
// the branch. On, it is some hundred nanoseconds, most of it for the time.
//
// Process-wide, because a step may be noted on a thread that belongs to no scheduler; `start` can narrow it to one.

internal import CBraidShims
internal import Synchronization

package enum Trace {
    /// The number of the session that runs; 0 for none.
    private static let generation = Atomic<UInt>(0)
    private static let session = Guarded<(last: UInt, current: TraceSession?)>(.trace, (0, nil))

    /// How many steps of each worker are kept unless somebody wants another number.
    package static let usualCapacity = 1 << 16

    /// From now on steps are noted. One trace at a time: a second start stops the program.
    ///
    /// - Parameters:
    ///   - capacity: how many of its last steps are kept of each worker, rounded up to a power of two; 32 bytes each.
    ///   - scheduler: whose steps; nil for all.
    package static func start(capacity: Int = usualCapacity, of scheduler: Scheduler? = nil) {
        demand(
            (1...1 << 30).contains(capacity), "a trace of \(capacity) steps: 1 to \(1 << 30) can be had")
        session.withLock { session in
            demand(session.current == nil, "a trace was started while another runs")
            session.last += 1
            session.current = TraceSession(generation: session.last, capacity: capacity, of: scheduler)
            generation.store(session.last, ordering: .releasing)
        }
    }

    /// Ends the trace: what was noted since the start, as far as the rings hold it. Empty without a start. What is being
    /// noted at this moment may be missing.
    package static func stop() -> [TraceEvent] {
        let ended = session.withLock { session in
            generation.store(0, ordering: .releasing)
            return session.current.take()
        }
        return ended?.events ?? []
    }

    @inline(__always)
    static func note(
        _ step: TraceStep, _ goroutine: @autoclosure () -> UInt64 = 0,
        about subject: @autoclosure () -> UInt64 = 0,
        on scheduler: @autoclosure () -> Scheduler
    ) {
        guard generation.load(ordering: .relaxed) != 0 else { return }
        record(step, goroutine(), subject(), scheduler())
    }

    /// A step of a fiber, which is the caller. What is recorded is found behind the branch, in a function of its own: so
    /// that the step costs three instructions, and the caller keeps no registers for it.
    @inline(__always)
    static func note(_ step: TraceStep, of fiber: Fiber) {
        guard generation.load(ordering: .relaxed) != 0 else { return }
        record(step, of: fiber)
    }

    /// A step of a goroutine that keeps a thread, if there is one: its own record does not say what it waits for.
    static func note(_ step: TraceStep, ofPinned fiber: Fiber?, _ reason: WaitReason = .none) {
        guard generation.load(ordering: .relaxed) != 0, let fiber else { return }
        record(step, fiber.id, UInt64(reason.rawValue), fiber.scheduler)
    }

    @inline(never)
    private static func record(_ step: TraceStep, of fiber: Fiber) {
        let subject = step == .parked ? UInt64(fiber.waitReason.rawValue) : 0
        record(step, fiber.id, subject, fiber.scheduler)
    }

    /// A fiber's wait is over, and it is about to be queued.
    @inline(__always)
    static func noteReady(_ fiber: Fiber) {
        guard generation.load(ordering: .relaxed) != 0 else { return }
        recordReady(fiber)
    }

    @inline(never)
    private static func recordReady(_ fiber: Fiber) {
        record(.ready, fiber.id, Fiber.running?.id ?? 0, fiber.scheduler)
    }

    @inline(never)
    private static func record(
        _ step: TraceStep, _ goroutine: UInt64, _ subject: UInt64, _ scheduler: Scheduler
    ) {
        let time = UInt(scheduler.clock.now.nanoseconds)
        let record = TraceRecord(
            time: time, goroutine: UInt(goroutine), content: UInt(step.rawValue) | UInt(subject) << 8)
        let worker = scheduler.workerOfCaller
        if let lane = worker?.traceLane, lane.generation == generation.load(ordering: .relaxed) {
            return lane.ring.write(record)
        }
        guard let session = session.withLock({ $0.current }), session.wants(scheduler) else { return }
        guard let worker else { return session.writeElsewhere(record) }
        let lane = session.addLane()
        worker.traceLane = lane
        lane.ring.write(record)
    }
}
