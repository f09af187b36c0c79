// Scheduling › Worker, leaving: where a fiber goes when it parks, yields or ends.
//
// Straight to the next fiber, if there is one in the seat that has left its stack: one switch instead of two. Otherwise
// to the base, which may search, sleep, or wait until a fiber has left its stack. A fiber never waits for another's
// departure itself: two workers could then wait for each other for ever.
//
// A fiber that ends takes the next launch, if that is what comes next, onto its own stack, whose pages are in the cache.

internal import CBraidShims

extension Worker {
    /// Leaves `fiber`, which runs here. Returns when the fiber is resumed, by whichever worker.
    @inline(never)
    static func leave(_ fiber: Fiber) {
        guard let worker = Worker.current else { failWithoutWorker() }
        worker.tellEnds()
        if let next = worker.successor() {
            // It was made runnable between publishing its waiter and coming here.
            if next == fiber { return }
            worker.go(from: fiber, to: next)
        } else {
            worker.goToBase(from: fiber)
        }
        // Perhaps another worker, and perhaps straight from a fiber that has ended.
        Worker.current?.buryDeparted()
    }

    /// Ends the fiber that has left its stack for good to come here, if one has.
    @inline(__always)
    func buryDeparted() {
        // Safety: the worker's own thread; the fiber has left its stack.
        if let fiber = unsafe record.pointee.departed { bury(fiber) }
    }

    /// A function of its own, so that a fiber that leaves keeps no place on its stack for it.
    @inline(never)
    private func bury(_ fiber: Fiber) {
        // Safety: as above.
        unsafe record.pointee.departed = nil
        unsafe record.pointee.stacks.give(fiber.destroy())
        countEnd()
    }

    /// Leaves `fiber`, which has ended, for good; unless there is a launch for its stack, which then is in its place.
    @inline(never)
    static func finish(_ fiber: Fiber) {
        guard var worker = Worker.current else { failWithoutWorker() }
        if let next = successor(toEnded: fiber, on: &worker) {
            // Safety: the launch was taken, so it is this worker's.
            if let launch = unsafe next.launch, unsafe launch.pointee.stackSize == fiber.stack.size,
                braid_sanitizer_active == 0
            {
                unsafe fiber.begin(launch)
                unsafe worker.record.pointee.launches.give(launch)
                worker.countEnd()
                worker.pulse.change()
                return
            }
            if let next = next.fiber, !next.isRunning {
                worker.go(from: fiber, to: next, isLast: true)
            } else {
                worker.setPending(next)
            }
        }
        worker.goToBase(from: fiber, isLast: true)
    }

    /// The fiber to go on with, if one can be switched to from here. What must be begun on the base becomes pending.
    @inline(__always)
    private func successor() -> Fiber? {
        if ticks() { return nil }
        guard let runnable = takeOwn() else { return nil }
        if let fiber = runnable.fiber {
            if fiber == self.fiber || !fiber.isRunning { return fiber }
        } else if let launch = unsafe runnable.launch {
            // Safety: the launch was taken, so it is this worker's.
            return unsafe self.fiber(for: launch)
        }
        setPending(runnable)
        return nil
    }

    static func failWithoutWorker() -> Never {
        ForkedProcess.refuse()
        fatalError("a goroutine lost its worker")
    }

    private func setPending(_ runnable: Runnable) {
        // Safety: the worker's own thread.
        unsafe record.pointee.pending = runnable
    }

    @inline(__always)
    private func goToBase(from fiber: Fiber, isLast: Bool = false) {
        // Safety: the fiber runs on this worker, so its base is not running. The worker is not used after the switch.
        if isLast { unsafe record.pointee.departed = fiber }
        unsafe FiberSwitch.go(
            from: fiber.context, to: &record.pointee.base, stack: nil, state: record.pointee.state,
            isLast: isLast)
    }

    @inline(__always)
    private func go(from fiber: Fiber, to next: Fiber, isLast: Bool = false) {
        // Safety: `next` was taken from the seat and is not running, so it is this worker's. The worker is not used after
        // the switch.
        if braid_sanitizer_active != 0 { unsafe braid_sanitizer_departure_seen(next.context) }
        unsafe next.context.pointee.running = 1
        unsafe record.pointee.fiber = next
        if isLast { unsafe record.pointee.departed = fiber }
        pulse.change()
        unsafe FiberSwitch.go(
            from: fiber.context, to: next.context, stack: next.stack, state: record.pointee.state,
            isLast: isLast)
    }
}
