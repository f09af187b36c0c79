// EventLoop › EventLoop: one thread on which every job, callback and timer of the asyncio and promise doors runs.
//
// Vocabulary. A *callback* is what the ready queue holds: a closure, a Swift job, a timer that is due. A *microtask* is
// what a promise's reaction is; all of them run after every single callback, before the next. A *turn* takes the
// callbacks that are ready now, in order; what they make ready runs in the next turn, after timers and descriptors
// had theirs. That is asyncio's `_run_once` with JavaScript's microtask checkpoint in it.
//
// The loop is a Swift `TaskExecutor`: native `async` code of a task with this preference runs as callbacks here. One
// exception makes JavaScript's ticks exact: a job that is captured while a reaction resumes its continuation runs
// inline, inside that reaction (see `resumeInline`).
//
// Who drives it:
//  - a plain thread: `drive(until:)` runs turns and waits in the poller between them;
//  - a seeded scheduler: each turn is a runnable of the scheduler, whose timers and clock it shares, so that loops and
//    goroutines live in one deterministic run.
//
// Invariants:
//  - `queues` is touched by the loop's thread only, and only while the loop is current there.
//  - Everybody else posts to the inbox; a post wakes the poller if, and only if, the loop is asleep or about to be.

internal import CBraidShims
internal import Synchronization

/// The loop on which coroutines, futures and promises run: all of them on the one thread that called
/// `EventLoop.run`. Python's `asyncio` event loop and JavaScript's, in one.
///
/// There is no public initializer: `EventLoop.run` and `EventLoop.runUntilIdle` make a loop, run it on the calling
/// thread, and close it.
@safe
public final class EventLoop: TaskExecutor, @unchecked Sendable {
    // Safety: allocated here, freed in deinit, touched by the loop's own thread only (see the invariants).
    let queues: UnsafeMutablePointer<LoopQueues>
    let inbox = Guarded(.loop, LoopInbox())
    /// What keeps an idle loop from ending: work elsewhere that will post its result here.
    let holds = Atomic<Int>(0)
    let timers: Timers
    package let poller: Poller
    package let clock: Clock
    /// The seeded scheduler whose runnables the turns are; nil for a loop with a thread of its own.
    let host: Scheduler?
    /// For a loop with a host: asks after each turn whether the loop is over.
    var onTurnEnd: (() -> Void)?
    /// What the doors keep per loop.
    package let storage = LoopStorage()

    /// Shows a watcher that callbacks come and go, while the loop runs on a thread of its own.
    let pulse: LoopPulse?

    init(host: Scheduler?, watcher: Watcher = .shared) {
        self.host = host
        braid_fork_watch()
        // A seeded run has its own time, and nobody to look at it meanwhile.
        pulse = host == nil && watcher.settings.isOn ? LoopPulse(watcher: watcher) : nil
        timers = host?.timers ?? Timers()
        poller = host?.poller ?? Poller()
        clock = host?.clock ?? Clock(isVirtual: false)
        // Safety: freed in deinit.
        unsafe queues = .allocate(capacity: 1)
        unsafe queues.initialize(to: LoopQueues())
    }

    deinit {
        // Safety: nobody can reach the loop any more.
        unsafe queues.deinitialize(count: 1)
        unsafe queues.deallocate()
    }

    /// The loop that runs on this thread; nil elsewhere.
    package static var current: EventLoop? {
        // Safety: the pointer was stored by `becomeCurrent` for the time that the loop is alive and runs here.
        guard let loop = unsafe braid_thread_loop() else {
            ForkedProcess.refuse()
            return nil
        }
        return unsafe Unmanaged<EventLoop>.fromOpaque(loop).takeUnretainedValue()
    }

    /// Whether the caller runs on this loop.
    package var isCurrent: Bool {
        // Safety: compares addresses only.
        if unsafe braid_thread_loop() == Unmanaged.passUnretained(self).toOpaque() { return true }
        ForkedProcess.refuse()
        return false
    }

    /// Runs `body` as this loop's thread.
    func becomeCurrent<Result>(_ body: () -> Result) -> Result {
        // Safety: the loop outlives this call, and the pointer is taken back at its end.
        let outer = unsafe braid_thread_loop()
        unsafe braid_thread_set_loop(Unmanaged.passUnretained(self).toOpaque())
        defer { unsafe braid_thread_set_loop(outer) }
        return body()
    }
}

// What is to run.
extension EventLoop {
    /// Runs `body` in the next turn. On the loop's thread; asyncio's `call_soon`.
    package func callSoon(_ body: @escaping () -> Void) {
        append(.closure(body))
    }

    /// Runs `body` after the present callback, before the next. On the loop's thread; JavaScript's `queueMicrotask`.
    package func queueMicrotask(_ body: @escaping () -> Void) {
        preconditionCurrent()
        // Safety: the loop's thread.
        unsafe queues.pointee.microtasks.append(Microtask(run: body))
        // Outside of a turn nobody would come by to drain them.
        if unsafe !queues.pointee.isRunning { wakeHost() }
    }

    /// Runs `body` at the end of the present microtask checkpoint, when no microtask is left, before the next callback.
    /// Microtasks that it queues belong to the same checkpoint. On the loop's thread.
    package func atCheckpointEnd(_ body: @escaping () -> Void) {
        preconditionCurrent()
        // Safety: the loop's thread.
        unsafe queues.pointee.checkpoints.append(Microtask(run: body))
        if unsafe !queues.pointee.isRunning { wakeHost() }
    }

    /// Runs `body` on the loop's thread, from anywhere; asyncio's `call_soon_threadsafe`.
    package func post(_ body: sending @escaping () -> Void) {
        post(.closure(body))
    }

    func append(_ callback: LoopCallback) {
        preconditionCurrent()
        // Safety: the loop's thread.
        unsafe queues.pointee.ready.append(callback)
        wakeHost()
    }

    /// From anywhere.
    func post(_ callback: LoopCallback) {
        if isCurrent { return append(callback) }
        let mustWake = inbox.withLock { $0.post(callback) }
        wakeHost()
        if mustWake { poller.interrupt() }
    }

    func wakeHost() {
        guard let host, inbox.withLock({ $0.requestTurn() }) else { return }
        host.enqueue(.turn(self))
    }

    /// A Swift job of a task with this preference, from anywhere. Called by the Swift runtime.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // Safety: the loop's thread, where alone a capture can be under way.
        if isCurrent, unsafe queues.pointee.capture(job) { return }
        post(.job(job))
    }

    /// Traps unless the caller runs on this loop: futures and promises belong to their loop's thread.
    @inline(__always)
    package func preconditionCurrent() {
        demand(
            isCurrent, "this belongs to an event loop, and was used outside of the loop's own thread")
    }
}
