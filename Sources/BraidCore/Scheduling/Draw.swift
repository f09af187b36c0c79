// Scheduling › Draw: choices that code above the scheduler may take either way, such as select's among ready cases.
//
// In a seeded run the seed decides, so the run can be repeated; otherwise the thread's own sequence, which costs a few
// nanoseconds and no lock.

internal import CBraidShims

package enum Draw {
    /// A number from 0 to `bound - 1`, each with the same chance.
    package static func below(_ bound: Int) -> Int {
        if let scheduler = Worker.current?.scheduler, scheduler.isSeeded {
            return scheduler.state.withLock { $0.choice?.below(bound) ?? 0 }
        }
        var choice = Choice(seed: braid_thread_random())
        return choice.below(bound)
    }
}
