// Waiting › WaitQueue: those who wait for one thing, first come, first served.
//
// A doubly linked list through nodes that lie on the stacks of those who wait, so that waiting allocates nothing and
// a timed-out waiter leaves in constant time. Guarded by the lock of whatever is waited for.
//
// Invariants:
//  - A node is in at most one queue; `isQueued` says whether it is in one.
//  - A node stays where it is from `append` until it has been taken or removed.

/// A place in a queue. One wait may have several (a select has one per case).
@safe
@usableFromInline
@frozen
package struct WaitNode {
    /// Who waits.
    @usableFromInline package let waiter: Waiter
    /// Where the partner puts, or finds, what is handed over; meaningful between a claim and `ready()`.
    @usableFromInline package var slot: UnsafeMutableRawPointer?
    /// Whether it was through this place that the wait ended. Read by the waiter, once the wait is over.
    @usableFromInline package internal(set) var wasClaimed = false

    @usableFromInline var next: UnsafeMutablePointer<WaitNode>?
    @usableFromInline var previous: UnsafeMutablePointer<WaitNode>?
    @usableFromInline var isQueued = false

    @inlinable
    package init(_ waiter: Waiter) {
        self.waiter = waiter
        // Safety: nothing is linked yet.
        unsafe (slot, next, previous) = (nil, nil, nil)
    }

    @inlinable
    package init(_ waiter: Waiter, slot: UnsafeMutableRawPointer) {
        self.init(waiter)
        // Safety: only the pointer is stored; those who dereference it say why they may.
        unsafe self.slot = slot
    }
}

@safe
@usableFromInline
@frozen
package struct WaitQueue: ~Copyable {
    // Safety: nodes unlink themselves before their frames end, so every link leads to a live node.
    @usableFromInline var first: UnsafeMutablePointer<WaitNode>?
    @usableFromInline var last: UnsafeMutablePointer<WaitNode>?

    @inlinable
    package init() {
        // Safety: no link yet.
        unsafe first = nil
        unsafe last = nil
    }

    @inlinable package var isEmpty: Bool {
        // Safety: reads the link only.
        unsafe first == nil
    }

    @inlinable
    @inline(__always)
    package mutating func append(_ node: UnsafeMutablePointer<WaitNode>) {
        // Safety: the caller keeps the node in place until it is taken or removed.
        assert(unsafe !node.pointee.isQueued, "a node can be in one queue only")
        unsafe node.pointee.isQueued = true
        unsafe node.pointee.next = nil
        unsafe node.pointee.previous = last
        if let last = unsafe last { unsafe last.pointee.next = node } else { unsafe first = node }
        unsafe last = node
    }

    /// Puts a node before all others: for one who has waited already, and was woken in vain.
    package mutating func prepend(_ node: UnsafeMutablePointer<WaitNode>) {
        // Safety: as in `append`.
        assert(unsafe !node.pointee.isQueued, "a node can be in one queue only")
        unsafe node.pointee.isQueued = true
        unsafe node.pointee.next = first
        unsafe node.pointee.previous = nil
        if let first = unsafe first { unsafe first.pointee.previous = node } else { unsafe last = node }
        unsafe first = node
    }

    /// Takes a node out, if it is still in.
    package mutating func remove(_ node: UnsafeMutablePointer<WaitNode>) {
        // Safety: the node is the caller's, and its neighbours are in the queue, hence live.
        guard unsafe node.pointee.isQueued else { return }
        unsafe unlink(node)
    }

    /// Takes out the first waiter whose wait could be claimed; those who were claimed by others are dropped.
    ///
    /// The node, and what its slot leads to, may be used until `ready()` is called on its waiter.
    @inlinable
    @inline(__always)
    package mutating func takeFirst(claiming verdict: Verdict = .done) -> UnsafeMutablePointer<WaitNode>? {
        // Safety: see `claimFirst`.
        isEmpty ? nil : unsafe claimFirst(verdict)
    }

    @usableFromInline
    mutating func claimFirst(_ verdict: Verdict) -> UnsafeMutablePointer<WaitNode>? {
        // Safety: every link leads to a live node; after the claim it stays until the caller says `ready()`.
        while let node = unsafe first {
            unsafe unlink(node)
            if unsafe node.pointee.waiter.claim(verdict) {
                unsafe node.pointee.wasClaimed = true
                return unsafe node
            }
        }
        return nil
    }

    /// Takes out the first waiter as long as `mayBeTaken` says yes to the slot of whoever is first, whose wait may be over.
    package mutating func takeFirst(
        if mayBeTaken: (UnsafeMutableRawPointer?) -> Bool
    ) -> UnsafeMutablePointer<WaitNode>? {
        // Safety: as in `claimFirst`.
        while let node = unsafe first, unsafe mayBeTaken(node.pointee.slot) {
            unsafe unlink(node)
            guard unsafe node.pointee.waiter.claim() else { continue }
            unsafe node.pointee.wasClaimed = true
            return unsafe node
        }
        return nil
    }

    /// Takes out all whose wait could be claimed, for `ready()` once the lock has been released.
    package mutating func takeAll(claiming verdict: Verdict) -> [Waiter] {
        var waiters: [Waiter] = []
        // Safety: the node is live until `ready()`.
        while let node = unsafe takeFirst(claiming: verdict) { unsafe waiters.append(node.pointee.waiter) }
        return waiters
    }

    private mutating func unlink(_ node: UnsafeMutablePointer<WaitNode>) {
        // Safety: the node is in this queue, so it and its neighbours are live.
        let next = unsafe node.pointee.next
        let previous = unsafe node.pointee.previous
        if let previous = unsafe previous { unsafe previous.pointee.next = next } else { unsafe first = next }
        if let next = unsafe next { unsafe next.pointee.previous = previous } else { unsafe last = previous }
        unsafe node.pointee.isQueued = false
    }
}
