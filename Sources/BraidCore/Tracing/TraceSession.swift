// Tracing › TraceSession: the rings between a start and a stop.
//
// Each worker has a lane, made when it first notes something; threads that are no workers share one, with a lock. A
// worker keeps a reference to its lane, so a step that it is noting while the session ends goes into memory that is still
// there, and is lost.

/// A ring and whose it is.
final class TraceLane: Sendable {
    let generation: UInt
    /// Nil for the lane that all threads without a worker share.
    let worker: Int?
    let ring: TraceRing<HardwareMemory>

    init(generation: UInt, worker: Int?, capacity: Int) {
        self.generation = generation
        self.worker = worker
        ring = TraceRing(capacity: capacity)
    }

    deinit { ring.free() }

    var events: [TraceEvent] {
        ring.read().compactMap { _, record in
            guard let step = TraceStep(rawValue: UInt8(record.content & 0xFF)) else { return nil }
            return TraceEvent(
                step: step, nanoseconds: UInt64(record.time), worker: worker,
                goroutine: UInt64(record.goroutine),
                subject: UInt64(record.content >> 8))
        }
    }
}

final class TraceSession: Sendable {
    let generation: UInt
    private let capacity: Int
    /// The scheduler whose steps are wanted; nil for all.
    private let scheduler: Scheduler?
    private let lanes = Guarded<[TraceLane]>(.trace, [])
    private let elsewhere: Guarded<TraceLane>

    init(generation: UInt, capacity: Int, of scheduler: Scheduler?) {
        self.generation = generation
        self.capacity = capacity
        self.scheduler = scheduler
        elsewhere = Guarded(.trace, TraceLane(generation: generation, worker: nil, capacity: capacity))
    }

    func wants(_ scheduler: Scheduler) -> Bool { self.scheduler.map { $0 === scheduler } ?? true }

    func addLane() -> TraceLane {
        lanes.withLock { lanes in
            let lane = TraceLane(generation: generation, worker: lanes.count, capacity: capacity)
            lanes.append(lane)
            return lane
        }
    }

    func writeElsewhere(_ record: TraceRecord) { elsewhere.withLock { $0.ring.write(record) } }

    /// All that is left, in the order of time; what happened on one thread at the same time, in the order there.
    var events: [TraceEvent] {
        let all = [elsewhere.withLock { $0 }] + lanes.withLock { $0 }
        let events = all.flatMap(\.events)
        let order = events.indices.sorted { left, right in
            (events[left].nanoseconds, left) < (events[right].nanoseconds, right)
        }
        return order.map { events[$0] }
    }
}
