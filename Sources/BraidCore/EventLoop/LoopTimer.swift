// EventLoop › LoopTimer: a callback for later. Asyncio's `call_later` handle, what `setTimeout` returns.
//
// It is a waiter of the kind callback, so the timers of goroutines serve it too. A timer that is due waits in the ready
// queue like any other callback; cancelling it works until it has really run.

@safe
package final class LoopTimer: @unchecked Sendable {
    // Safety: both records are allocated in `init` and freed in deinit. While the timer is set, `retained` keeps the
    // object, hence the records, alive; everything else is touched on the loop's thread only.
    private let waiter: UnsafeMutablePointer<WaiterRecord>
    private let record: UnsafeMutablePointer<TimerRecord>
    private unowned let loop: EventLoop
    private var body: (() -> Void)?
    /// Where the loop keeps it.
    var place = 0

    /// Sets a timer. On the loop's thread.
    package init(on loop: EventLoop, at deadline: Instant, _ body: @escaping () -> Void) {
        self.loop = loop
        self.body = body
        // Safety: see the properties. The waiter's reference to this object ends when the timer has run or is cancelled.
        unsafe waiter = .allocate(capacity: 1)
        unsafe record = .allocate(capacity: 1)
        unsafe waiter.initialize(to: WaiterRecord(.callback(loop, .timer(self))))
        let handle = unsafe Waiter(waiter)
        handle.open()
        unsafe record.initialize(to: TimerRecord(deadline: deadline, waiter: handle))
        unsafe loop.timerIsSet(self, record)
    }

    deinit {
        // Safety: the timer has run or was cancelled; `release` has ended the waiter's record.
        unsafe record.deinitialize(count: 1)
        unsafe record.deallocate()
        unsafe waiter.deallocate()
    }

    /// Whether it will still run.
    package var isPending: Bool { body != nil }

    /// Runs it, unless it was cancelled while it was due.
    func run() {
        guard let body = release() else { return }
        body()
    }

    /// It will not run. On the loop's thread; any number of times.
    package func cancel() {
        guard isPending else { return }
        // Safety: the record is alive, see above. When `cancel` has returned nobody else has it.
        unsafe loop.timers.cancel(record)
        _ = release()
    }

    private func release() -> (() -> Void)? {
        guard let body = body.take() else { return nil }
        loop.timerHasEnded(self)
        // Safety: nobody waits any more, so the record is this object's alone; with it goes the reference to `self`,
        // which the caller holds too.
        unsafe waiter.deinitialize(count: 1)
        return body
    }
}
