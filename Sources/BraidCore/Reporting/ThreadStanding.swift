// Reporting › ThreadStanding: whether a thread of this process can do anything more by itself.
//
// Any thread may wake a goroutine, Braid's or not. What a thread waits for can be read in its system call: a wait of
// Braid's carries bits of its own (see braid_waiting.h), with which it costs the waiting side nothing to be known. What
// is not known to be idle counts as busy.

internal import CBraidShims

struct ThreadStanding: Equatable {
    enum Role: Equatable {
        /// It computes, or could.
        case busy
        /// It waits in Braid without a limit of time: somebody else has to wake it.
        case parked
        /// It is a worker that has nothing to do, or looks at others for Braid's own purposes.
        case idle
        /// It waits in Braid, for somebody or for a time.
        case parkedForAWhile
        /// It waits for something that Braid knows nothing about.
        case unknown
    }

    let thread: Int32
    let role: Role
    /// Whether it waits in Braid for the program's own purposes.
    var isInBraid: Bool { role == .parked || role == .parkedForAWhile }
    /// How often it has begun to wait; nil if the kernel does not say. The same twice: it has not gone on in between.
    let waits: UInt64?

    init(thread: Int32, role: Role, waits: UInt64?) {
        (self.thread, self.role, self.waits) = (thread, role, waits)
    }

    /// `isIdleWorker`: it is a worker of the scheduler and runs nothing.
    init(thread: Int32, isIdleWorker: Bool) {
        self.thread = thread
        // In this order, so that two equal standings were one and the same wait from the end of the first look on.
        role = ThreadStanding.role(
            ThreadFile.text("syscall", ofThread: thread) ?? "", isIdleWorker: isIdleWorker)
        waits = ThreadFile.status("voluntary_ctxt_switches", ofThread: thread).flatMap { UInt64($0) }
    }

    /// From the text of its system call: number, six arguments, stack pointer, program counter.
    static func role(_ text: String, isIdleWorker: Bool) -> Role {
        if text.hasPrefix("running") { return .busy }
        let words = text.split { $0 == " " || $0 == "\n" }
        guard words.count == 9, let call = Int(words[0]) else { return .unknown }
        // In the poller, or on a futex with or without a limit.
        if isIdleWorker { return .idle }
        guard call == braid_futex_call, let bits = ThreadActivity.hexadecimal(words[6]) else {
            return .unknown
        }
        switch UInt32(truncatingIfNeeded: bits) {
        case BRAID_WAIT_SERVICE: return .idle
        case BRAID_WAIT_PARKED:
            return ThreadActivity.hexadecimal(words[4]) == 0 ? .parked : .parkedForAWhile
        default: return .unknown
        }
    }
}
