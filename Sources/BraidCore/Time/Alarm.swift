// Time › Alarm: starts a goroutine at an instant.
//
// Timers fire under their lock, where nothing may be done but to make something runnable. An alarm is a waiter whose
// `ready()` launches a goroutine, and all that a timer's function does, it does there.
//
// Invariant: as long as the alarm is set, the timers own one reference to it. Whoever wins the waiter's claim, the timer
// or `cancel`, releases it, and is the only one to touch the body.

@safe
package final class Alarm: @unchecked Sendable {
    // Safety: both records are allocated in `init` and freed in deinit, when nobody has the timer's reference any more.
    private let waiter: UnsafeMutablePointer<WaiterRecord>
    private let record: UnsafeMutablePointer<TimerRecord>
    private let scheduler: Scheduler
    private let timers: Timers
    private let site: CreationSite
    private var body: (() throws -> Void)?

    /// Sets an alarm on the scheduler of the goroutine that calls, otherwise on the shared one.
    package init(at deadline: Instant, site: CreationSite, _ body: sending @escaping () throws -> Void) {
        scheduler = .current
        timers = scheduler.timersOfCaller
        self.site = site
        self.body = body
        // Safety: see the properties. The reference is released by the winner of the claim.
        unsafe waiter = .allocate(capacity: 1)
        unsafe record = .allocate(capacity: 1)
        unsafe waiter.initialize(to: WaiterRecord(.alarm(.passRetained(self))))
        let handle = unsafe Waiter(waiter)
        handle.open()
        unsafe record.initialize(to: TimerRecord(deadline: deadline, waiter: handle))
        if unsafe timers.add(record) { scheduler.timerWasAdded(deadline) }
    }

    deinit {
        // Safety: the alarm has rung or was cancelled, and the timer has been taken out either way.
        unsafe record.deinitialize(count: 1)
        unsafe record.deallocate()
        unsafe waiter.deinitialize(count: 1)
        unsafe waiter.deallocate()
    }

    /// The alarm will not ring. False if it has rung, or was cancelled, already.
    @discardableResult
    package func cancel() -> Bool {
        // Safety: the caller holds this object, so the record is there.
        guard unsafe Waiter(waiter).claim(.cancelled) else { return false }
        unsafe timers.cancel(record)
        body = nil
        // Safety: the claim is won, so the timer's reference is this side's to release.
        unsafe Unmanaged.passUnretained(self).release()
        return true
    }

    /// The time has come: the claim was won by the timer.
    func ring() {
        guard let body = body.take() else { return }
        // Safety: taken out by the only one who may, and handed over to the goroutine.
        nonisolated(unsafe) let handed = body
        scheduler.launch(name: nil, stackSize: nil, site: site) { try unsafe handed() }
    }

    var clock: Clock { scheduler.clock }
}
