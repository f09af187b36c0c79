// Reporting › PinnedThreads: which goroutines keep a thread, and what they wait for.
//
// A pinned goroutine waits as its thread does, and its own record says that it runs. So a report asks the thread: whether it
// waits in Braid (see ThreadStanding), for what, and in which of its waits it is. Pinning is rare, and says so under a lock.

internal import CBraidShims

enum PinnedThreads {
    /// By where the goroutine's stack ends.
    private static let threads = Guarded(.watchdog, [UInt64: Int32]())

    /// From now on the goroutine on this thread keeps it.
    static func begin(_ fiber: Fiber) {
        threads.withLock { $0[fiber.stackEnd] = braid_thread_id() }
    }

    static func end(_ fiber: Fiber) {
        threads.withLock { $0[fiber.stackEnd] = nil }
    }

    /// All there are now.
    static var current: [UInt64: Int32] { threads.withLock { $0 } }
}

/// The wait of a thread that a goroutine keeps.
struct PinnedWait {
    let reason: WaitReason
    let subject: WaitSubject?
    /// Which of the thread's waits it is.
    let number: UInt64?

    /// Nil unless it waits in Braid, and goes on waiting while it is looked at.
    init?(ofThread thread: Int32) {
        let standing = ThreadStanding(thread: thread, isIdleWorker: false)
        guard standing.isInBraid, let note = ParkedThread.note(thread),
            standing == ThreadStanding(thread: thread, isIdleWorker: false)
        else { return nil }
        reason = WaitReason(visible: note.reason)
        subject = WaitSubject(note)
        number = standing.waits
        if reason == .none { return nil }
    }
}
