// Scheduling › Draw: choices that code above the scheduler may take either way, such as select's among ready cases.
//
// In a seeded run the seed decides, so the run can be repeated; otherwise the thread's own sequence, which costs a few
// nanoseconds and no lock.

internal import CBraidShims

package enum Draw {
    /// A sequence of its own, which costs one draw however long it gets.
    package static func sequence() -> Choice {
        if let scheduler = Worker.current?.scheduler, scheduler.isSeeded {
            return Choice(seed: scheduler.state.withLock { $0.choice?.next() ?? 0 })
        }
        return Choice(seed: braid_thread_random())
    }
}
