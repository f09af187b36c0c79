// Time › WakeUp: a deadline for somebody who has no stack to keep a timer on.
//
// A coroutine's wait is a waiter in an object; its timer is another. The timer is on the scheduler's clock, so that it is
// virtual where a seeded run drives the coroutine's loop.

@safe
package final class WakeUp: @unchecked Sendable {
    // Safety: allocated in `init`, freed in deinit, after `cancel` has taken it out of the heap.
    private let record: UnsafeMutablePointer<TimerRecord>
    private let timers: Timers

    /// Ends the wait of `waiter` as timed out after `duration`. The waiter must stay until `cancel`.
    package init(of waiter: Waiter, after duration: Duration) {
        let scheduler = Scheduler.current
        timers = scheduler.timersOfCaller
        // Safety: see the property.
        unsafe record = .allocate(capacity: 1)
        let deadline = scheduler.clock.now.advanced(by: duration)
        unsafe record.initialize(to: TimerRecord(deadline: deadline, waiter: waiter))
        if unsafe timers.add(record) { scheduler.timerWasAdded(deadline) }
    }

    /// Afterwards the wake-up does not touch the waiter any more. Call once, before the object goes.
    package func cancel() {
        // Safety: see the property.
        unsafe timers.cancel(record)
    }

    deinit {
        // Safety: see the property.
        unsafe record.deinitialize(count: 1)
        unsafe record.deallocate()
    }
}
