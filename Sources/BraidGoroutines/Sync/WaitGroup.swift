// Sync › WaitGroup: waits for a number of others.

package import BraidCore
internal import Synchronization

/// Waits until a number of goroutines have ended. Go's `sync.WaitGroup`.
///
/// ```swift
/// let group = WaitGroup()
/// for url in urls { group.go { visit(url) } }
/// group.wait()
/// ```
///
/// May be used from goroutines and plain threads, and again after `wait` has returned. It lives as long as anybody is waited
/// for, whoever holds it.
public final class WaitGroup: Sendable {
    /// Changed without the lock. Whoever brings it to zero takes the lock and wakes those who wait; whoever wants to wait
    /// looks at it with the lock held.
    private let count = Atomic<Int>(0)
    private let waiters = Guarded(.door, WaitQueue())

    /// What reports call it.
    private let reason: WaitReason
    private let site: CreationSite

    /// Makes a group that waits for nobody yet. Reports call it by where that was.
    public convenience init(fileID: StaticString = #fileID, line: UInt = #line) {
        self.init(.waitGroup, madeAt: CreationSite(fileID: fileID, line: line))
    }

    init(_ reason: WaitReason, madeAt site: CreationSite) {
        self.reason = reason
        self.site = site
    }

    /// Adds to the number of those who are waited for; call it before they start. A counter below zero stops the
    /// program.
    public func add(_ delta: Int = 1) {
        ForkedProcess.refuse()
        var seen = count.load(ordering: .relaxed)
        while true {
            let new = seen + delta
            demand(new >= 0, "WaitGroup made at \(site): done was called more often than add")
            // Safety: a reference for as long as the counter is above zero, made before it is and released after it is not.
            // Whoever fails to begin or to end that time takes back what he did.
            if seen == 0, new > 0 { _ = unsafe Unmanaged.passRetained(self) }
            let (exchanged, original) = count.weakCompareExchange(
                expected: seen, desired: new, ordering: .acquiringAndReleasing)
            if exchanged { break }
            if seen == 0, new > 0 { unsafe Unmanaged.passUnretained(self).release() }
            seen = original
        }
        guard seen + delta == 0, delta != 0 else { return }
        wake()
        unsafe Unmanaged.passUnretained(self).release()
    }

    private func wake() {
        // Unless somebody was added meanwhile: whoever began to wait after that must go on waiting.
        let woken = waiters.withLock { waiters in
            count.load(ordering: .acquiring) == 0 ? waiters.takeAll(claiming: .done) : []
        }
        for waiter in woken { waiter.ready() }
    }

    /// One of them has ended.
    public func done() {
        add(-1)
    }

    /// Starts a goroutine that is waited for. Go's `WaitGroup.Go`.
    ///
    /// An error that leaves `body` ends the program, as with the function `go`.
    public func go(
        name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
        _ body: sending @escaping () throws -> Void
    ) {
        add()
        Scheduler.launch(
            name: name, stackSize: nil, site: CreationSite(fileID: fileID, line: line),
            group: GroupMembership(self), consume body)
    }

    /// Waits until the counter is zero. Parks a goroutine, blocks a plain thread.
    public func wait() {
        _ = wait { $0.park(reason, of: site) }
    }

    /// Waits until the counter is zero or the context ends.
    ///
    /// - Throws: `ContextError` if the context has ended first.
    public func wait(in context: Context) throws(ContextError) {
        if wait({ context.park($0, reason, of: site) }) != .done { throw context.error ?? .cancelled }
    }

    /// Waits until the counter is zero, for `duration` at most.
    ///
    /// - Throws: `ContextError.deadlineExceeded`.
    public func wait(within duration: Duration) throws(ContextError) {
        let patience = Patience.duration(duration)
        if wait({ patience.park($0, reason, of: site) }) != .done { throw .deadlineExceeded }
    }

    private func wait(_ park: (Waiter) -> Verdict) -> Verdict {
        Displaced.rejoin()
        return Waiter.withCurrent { waiter in
            var node = WaitNode(waiter)
            // Safety: the node is in this frame, and out of the queue when the wait is over.
            return unsafe withUnsafeMutablePointer(to: &node) { node in
                guard unsafe enter(node) else { return .done }
                let verdict = park(waiter)
                if verdict != .done { unsafe leave(node) }
                return verdict
            }
        }
    }

    /// Queues a node; false if the counter is zero.
    package func enter(_ node: UnsafeMutablePointer<WaitNode>) -> Bool {
        waiters.withLock { waiters in
            guard count.load(ordering: .acquiring) > 0 else { return false }
            // Safety: the caller keeps the node until its wait is over.
            unsafe waiters.append(node)
            return true
        }
    }

    /// Takes out a node whose wait has ended otherwise.
    package func leave(_ node: UnsafeMutablePointer<WaitNode>) {
        // Safety: the caller's node.
        waiters.withLock { unsafe $0.remove(node) }
    }
}

extension WaitGroup: GoroutineGroup {
    package func goroutinesHaveEnded(_ count: Int) { add(-count) }
}
