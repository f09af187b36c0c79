// Tracing › TraceEvent: one step in the life of a goroutine or of a worker.

/// What happened. `TraceEvent.subject` is what it is about.
package enum TraceStep: UInt8, Sendable, CaseIterable {
    /// A goroutine was started; the subject is the goroutine that did it.
    case launched = 1
    /// It runs for the first time.
    case begun
    /// It waits; the subject is the `WaitReason`.
    case parked
    /// Its wait is over and it is in a queue; the subject is the goroutine that saw to that.
    case ready
    /// It runs again, after having parked or yielded.
    case resumed
    /// It lets others run.
    case yielded
    /// Its body has returned.
    case ended
    /// A worker took runnables from another's seat: `seat` and `count`.
    case stolen
    /// A seat had no more room: `count` runnables went to the queue of all workers.
    case overflowed
    /// A worker has sat down; the subject is the seat's number.
    case seatTaken
    /// A worker was found stuck, or was one too many: another may have its seat, which is the subject.
    case seatLost
    /// A worker found nothing to do. The subject is 1 if it waits for descriptors and timers, too.
    case workerSlept
    /// It looks for something to do again.
    case workerWoke
    /// A worker gave `count` runnables of its seat to the queue of all, because another looked for work.
    case shared
}

package struct TraceEvent: Equatable, Sendable {
    package let step: TraceStep
    /// On the clock of the scheduler: monotonic, or virtual in a seeded run.
    package let nanoseconds: UInt64
    /// The worker on whose thread it happened, counted from 0 in the order in which they first noted something; nil on
    /// any other thread.
    package let worker: Int?
    /// Which goroutine it happened to; 0 for none.
    package let goroutine: UInt64
    /// See `TraceStep`; 0 for nobody.
    package let subject: UInt64

    /// For `stolen`.
    package var seat: Int { Int(subject >> 16) }
    /// For `stolen`, `overflowed` and `shared`.
    package var count: Int { Int(subject & 0xFFFF) }

    static func subject(seat: Int = 0, count: Int) -> UInt64 { UInt64(seat << 16 | count) }
}
