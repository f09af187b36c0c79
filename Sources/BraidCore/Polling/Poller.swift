// Polling › Poller: who waits for which descriptor.
//
// One per scheduler. Waiters hang on their descriptor, by direction; the kernel is asked to report a descriptor once
// (one-shot), then everybody who waits for that direction is woken and tries again. Waking all is right because what
// a descriptor has to give cannot be told from the event: two readers, one byte, one of them waits again.
//
// The kernel forgets a descriptor when it is closed, and its number may come back as another file: a change that the
// kernel does not know (ENOENT) becomes an addition. A descriptor that others wait for is to be closed by `close`.
//
// Invariants, under the lock:
//  - A descriptor with a waiter is armed for that waiter's direction.
//  - `waitedFor` counts the descriptors with a waiter.
//
// What is known of a descriptor stays when nobody waits for it any more: a connection is waited for again and again, and
// the numbers of descriptors are small ones, which come back.

internal import Glibc
internal import Synchronization

package enum PollDirection: Sendable {
    case read
    case write

    var reason: WaitReason {
        switch self {
        case .read: .readable
        case .write: .writable
        }
    }

    fileprivate var readiness: PollReadiness {
        switch self {
        case .read: .readable
        case .write: .writable
        }
    }
}

@safe
package final class Poller: Sendable {
    private let table = Guarded(.poller, Table())
    private let events = PollSet()
    private let interruption = PollSignal()
    private let isWaitedFor = Atomic<Bool>(false)

    private final class Interest {
        var readers = WaitQueue()
        var writers = WaitQueue()

        var wanted: PollReadiness {
            PollReadiness(readable: !readers.isEmpty, writable: !writers.isEmpty)
        }
    }

    private struct Table {
        /// By descriptor.
        private var interests: [Interest?] = []
        var waitedFor = 0

        func interest(in descriptor: Int32) -> Interest? {
            interests.indices.contains(Int(descriptor)) ? interests[Int(descriptor)] : nil
        }

        /// - Parameter descriptor: one that exists, so the number is in the limits of the process.
        mutating func interestToBe(in descriptor: Int32) -> Interest {
            if let interest = interest(in: descriptor) { return interest }
            while interests.count <= Int(descriptor) { interests.append(nil) }
            let interest = Interest()
            interests[Int(descriptor)] = interest
            return interest
        }
    }

    init() {
        events.add(interruption.descriptor, for: .readable)
    }

    /// Whether anybody waits for a descriptor; readable without the lock.
    var hasWaiters: Bool { isWaitedFor.load(ordering: .acquiring) }

    /// Waits until `descriptor` can be read or written without blocking (or would report an error), at most until
    /// `deadline`; `.closed` when somebody closed it meanwhile. Call again if the read would block after all.
    package func wait(for descriptor: Int32, _ direction: PollDirection, until deadline: Instant)
        throws(PollError)
        -> Verdict
    {
        try wait(for: descriptor, direction) { $0.park($1, until: deadline) }
    }

    /// The same for as long as `park` parks the waiter.
    package func wait(
        for descriptor: Int32, _ direction: PollDirection, _ park: (Waiter, WaitReason) -> Verdict
    ) throws(PollError) -> Verdict {
        try Waiter.withCurrent { (waiter) throws(PollError) in
            var node = WaitNode(waiter)
            return try unsafe withUnsafeMutablePointer(to: &node) { (node) throws(PollError) in
                // Safety: the node is in this frame and leaves the queue before the frame ends.
                try unsafe add(node, to: descriptor, direction)
                waiter.announce(descriptor)
                let verdict = park(waiter, direction.reason)
                unsafe remove(node, from: descriptor, direction)
                return verdict
            }
        }
    }

    /// Hangs a node on a descriptor and sees to it that the kernel reports it.
    package func add(_ node: UnsafeMutablePointer<WaitNode>, to descriptor: Int32, _ direction: PollDirection)
        throws(PollError)
    {
        try table.withLock { (table) throws(PollError) in
            // One-shot: what was armed once and reported is silent until it is armed again. Before anything else, since the
            // kernel knows whether there is such a descriptor; what it reports at once waits for the lock.
            let wanted = table.interest(in: descriptor)?.wanted ?? []
            let result = events.arm(descriptor, for: wanted.union(direction.readiness))
            if result < 0 { throw PollError(errno: -result) }
            let interest = table.interestToBe(in: descriptor)
            // Safety: the caller keeps the node in place until it is removed.
            change(&table, interest) {
                switch direction {
                case .read: unsafe interest.readers.append(node)
                case .write: unsafe interest.writers.append(node)
                }
            }
        }
    }

    /// Takes a node off its descriptor, whether it was woken or not.
    package func remove(
        _ node: UnsafeMutablePointer<WaitNode>, from descriptor: Int32, _ direction: PollDirection
    ) {
        table.withLock { table in
            guard let interest = table.interest(in: descriptor) else { return }
            // Safety: the node is the caller's.
            change(&table, interest) { unsafe unlink(node, from: interest, direction) }
        }
    }

    /// Changes who waits for a descriptor, and what others read of it without the lock.
    private func change(_ table: inout Table, _ interest: Interest, _ body: () -> Void) {
        let wasWaitedFor = !interest.wanted.isEmpty
        body()
        let isWaitedFor = !interest.wanted.isEmpty
        if wasWaitedFor == isWaitedFor { return }
        table.waitedFor += isWaitedFor ? 1 : -1
        self.isWaitedFor.store(table.waitedFor > 0, ordering: .releasing)
    }

    private func unlink(
        _ node: UnsafeMutablePointer<WaitNode>, from interest: Interest, _ direction: PollDirection
    ) {
        // Safety: the node is the caller's, and the lock is held.
        switch direction {
        case .read: unsafe interest.readers.remove(node)
        case .write: unsafe interest.writers.remove(node)
        }
    }

    /// Closes a descriptor. Whoever waits for it is woken with `.closed`; whoever comes later finds it closed: there is nothing
    /// in between. 0, or -errno.
    package func close(_ descriptor: Int32) -> Int32 {
        close(descriptor) { Glibc.close($0) == 0 ? 0 : -errno }
    }

    /// The same, with what closes the file for the last time.
    ///
    /// That may take long, as of a socket that lingers, and others are to wait for their descriptors meanwhile. But the number
    /// has to be free before anybody else comes by the lock. So the file has another number until then, which nobody knows.
    func close(_ descriptor: Int32, lastly closeLast: (Int32) -> Int32) -> Int32 {
        var woken: [Waiter] = []
        let (result, copy) = table.withLock { table -> (Int32, Int32) in
            if let interest = table.interest(in: descriptor) {
                change(&table, interest) {
                    woken = interest.readers.takeAll(claiming: .closed)
                    woken += interest.writers.takeAll(claiming: .closed)
                }
            }
            // Where no number is free, the only one is closed here.
            let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
            // The kernel would go on to watch the file, which is open, by a number that may be another's.
            if copy >= 0 { events.remove(descriptor) }
            return (Glibc.close(descriptor) == 0 ? 0 : -errno, copy)
        }
        for waiter in woken { waiter.ready() }
        if copy < 0 { return result }
        let last = closeLast(copy)
        return result < 0 ? result : last
    }

    /// Asks the kernel once, waits at most `timeout` nanoseconds, and wakes those whose descriptor is ready. Returns
    /// whether anybody was woken. One thread at a time.
    func poll(timeout: UInt64) -> Bool {
        var anyWoken = false
        events.wait(timeout: timeout) { descriptor, readiness in
            if descriptor == interruption.descriptor {
                interruption.drain()
            } else if wake(descriptor, readiness: readiness) {
                anyWoken = true
            }
        }
        return anyWoken
    }

    /// Ends a `poll` that waits, or the next one.
    func interrupt() {
        interruption.raise()
    }

    private func wake(_ descriptor: Int32, readiness: PollReadiness) -> Bool {
        var woken: [Waiter] = []
        table.withLock { table in
            guard let interest = table.interest(in: descriptor) else { return }
            change(&table, interest) {
                if readiness.contains(.readable) {
                    woken += interest.readers.takeAll(claiming: .done)
                }
                if readiness.contains(.writable) {
                    woken += interest.writers.takeAll(claiming: .done)
                }
                // The other direction is still waited for, and the one shot is spent. If the kernel refuses another, as for a
                // descriptor that was closed without a word, nobody would hear of it again: their next try says why.
                if !interest.wanted.isEmpty, events.arm(descriptor, for: interest.wanted) < 0 {
                    woken += interest.readers.takeAll(claiming: .done)
                    woken += interest.writers.takeAll(claiming: .done)
                }
            }
        }
        for waiter in woken { waiter.ready() }
        return !woken.isEmpty
    }
}
