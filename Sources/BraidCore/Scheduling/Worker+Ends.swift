// Scheduling › Worker, ends: telling those who wait that goroutines have ended.
//
// A group that waits for all its goroutines need not hear of the end of one while another runs: it would wait on. So a
// worker that goes from a goroutine to the next one of the same group keeps the news, and tells it with that one's end, or
// when that one leaves. Otherwise two processors would take the group's counter from each other for every goroutine, which
// costs as much as starting one.
//
// Invariant: what is untold here is of the group of the goroutine that runs here. So that group is alive.

/// How many goroutines of a group have ended here that it has not been told of.
struct UntoldEnds {
    var count = 0
    var group = GroupMembership.none
}

extension Worker {
    /// Tells what is untold, because another goroutine may run here next.
    @inline(__always)
    func tellEnds() {
        // Safety: the worker's own thread.
        if unsafe record.pointee.untold.count > 0 { tellEndsNow() }
    }

    @inline(never)
    private func tellEndsNow() {
        // Safety: the worker's own thread.
        let untold = unsafe record.pointee.untold
        unsafe record.pointee.untold = UntoldEnds()
        untold.group.tell(untold.count)
    }

    /// What comes after `fiber`, which has ended on `worker`, if it is known here. Whoever waits for the end has been told,
    /// unless what comes is of the same group. Telling may take the fiber to another worker.
    @inline(__always)
    static func successor(toEnded fiber: Fiber, on worker: inout Worker) -> Runnable? {
        let hasTicked = worker.ticks()
        let group = fiber.group
        // Safety: the worker's own thread.
        if !group.isNone, !hasTicked, let next = worker.takeOwn(of: group) {
            unsafe worker.record.pointee.untold.count += 1
            unsafe worker.record.pointee.untold.group = group
            return next
        }
        let others = unsafe worker.record.pointee.untold.count
        unsafe worker.record.pointee.untold.count = 0
        if fiber.tellEnd(andOf: others) {
            guard let current = Worker.current else { failWithoutWorker() }
            worker = current
        }
        return hasTicked ? nil : worker.takeOwn()
    }
}
