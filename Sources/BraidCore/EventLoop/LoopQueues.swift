// EventLoop › LoopQueues: what is to run, on the loop's side and on everybody else's. State only: no lock, no wait.

/// One entry of the ready queue.
enum LoopCallback {
    case closure(() -> Void)
    case job(UnownedJob)
    case timer(LoopTimer)
}

/// One microtask. A struct of its own, because a closure that is the element of a generic type is wrapped in a second one,
/// which is allocated too.
struct Microtask {
    let run: () -> Void
}

/// Touched by the loop's thread only.
struct LoopQueues: ~Copyable {
    var ready = Ring<LoopCallback>()
    var microtasks = Ring<Microtask>()
    /// What is to run when the microtasks have run out.
    var checkpoints: [Microtask] = []
    /// Timers that are set, or due and not run yet; each knows its place.
    var timers: [LoopTimer] = []
    /// Holds by the loop's own thread.
    var localHolds = 0
    /// The error that ended the loop.
    var failure: (any Error)?
    /// Whether a turn is running: then the microtasks will be drained without further ado.
    var isRunning = false

    /// The task that all of the present callback or microtask consists of: nothing of it comes after the task's suspension.
    /// Its address, to compare: it is set until the task suspends, so no other task can have it.
    var soleTask: UInt?

    /// While a continuation is being resumed inline: the job that its task is enqueued as, once it is.
    var isCapturing = false
    var captured: UnownedJob?

    /// Takes a job for running inline, if one is waited for. Only the first: that is the resumed task; others are new.
    mutating func capture(_ job: UnownedJob) -> Bool {
        guard isCapturing, captured == nil else { return false }
        captured = job
        return true
    }

    /// Whether this side has nothing to do, now or later.
    var isIdle: Bool {
        ready.isEmpty && microtasks.isEmpty && checkpoints.isEmpty && timers.isEmpty && localHolds == 0
    }
}

/// What other threads have posted; guarded.
struct LoopInbox {
    private(set) var posted: [LoopCallback] = []
    private var isAsleep = false
    private var isTurnRequested = false
    private var isClosed = false

    /// Takes a callback, unless the loop has ended. True if the loop must be woken.
    mutating func post(_ callback: LoopCallback) -> Bool {
        if isClosed { return false }
        posted.append(callback)
        defer { isAsleep = false }
        return isAsleep
    }

    mutating func takeAll() -> [LoopCallback] {
        defer { posted = [] }
        return posted
    }

    /// The loop is about to wait in the poller. False if it has something to do.
    mutating func willSleep() -> Bool {
        isAsleep = posted.isEmpty
        return isAsleep
    }

    mutating func hasWoken() { isAsleep = false }

    /// A host is to run a turn. False if it has been asked already.
    mutating func requestTurn() -> Bool {
        defer { isTurnRequested = true }
        return !isTurnRequested
    }

    mutating func turnBegins() { isTurnRequested = false }

    mutating func close() {
        isClosed = true
        isTurnRequested = true
        posted = []
    }
}
