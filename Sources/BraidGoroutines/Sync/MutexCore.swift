// Sync › MutexCore: mutual exclusion for those who may park, without the value it protects.
//
// One word for the case without contention, a queue behind a lock of the core for the others. As in Go's sync.Mutex there
// are two ways of passing the mutex on:
//  - Normally the first in the queue is woken and competes with newcomers, who have the advantage that they run. That is
//    much faster than handing over to somebody who first has to be scheduled. Woken in vain, it goes back to the head.
//  - A waiter that was beaten for more than a millisecond makes the mutex starve: now it is handed over in the order of
//    the queue, and newcomers do not compete. The one that is the last, or has waited less, ends this.
//
// Invariants:
//  - `queued` is set while somebody is in the queue, so that whoever unlocks looks there.
//  - A starving mutex is handed over, not let go of. It is free only for the moment in which its holder let go while
//    another one made it starve; who comes in that moment gets it, and hands it over at the end.
//  - Without the queue's lock, only `locked` changes: who finds it unset sets it, and who holds the mutex takes it away.
//  - Who let go and left somebody in the queue with nobody on the way looks after the queue.
//  - `woken` is set only while somebody is on the way who will take it away: who unlocks then has nobody to wake, and does
//    not ask for the queue, which all that wait on other processors ask for. It is never set while the mutex starves.
//
// Explored in all interleavings by the tests: see MutexExplorationTests.
//
// Roads rejected: always handing over; two goroutines that take turns would then switch at every unlock.

package import BraidCore
public import Synchronization

@usableFromInline
package final class MutexCore: Sendable {
    @usableFromInline let word = Atomic<UInt32>(0)
    private let queue = Guarded(.door, WaitQueue())

    @inlinable static var locked: UInt32 { 1 }
    @inlinable static var queued: UInt32 { 2 }
    @inlinable static var starving: UInt32 { 4 }
    /// Somebody was woken and has not looked yet; waking another would be in vain.
    @inlinable static var woken: UInt32 { 8 }

    /// How long a waiter is beaten before the mutex starves.
    private static let patienceNanoseconds: UInt64 = 1_000_000

    /// What reports call it.
    private let reason: WaitReason
    private let site: CreationSite

    init(_ reason: WaitReason = .mutex, madeAt site: CreationSite) {
        self.reason = reason
        self.site = site
    }

    var isLocked: Bool { word.load(ordering: .relaxed) & MutexCore.locked != 0 }

    @usableFromInline
    package func tryLock() -> Bool {
        ForkedProcess.refuse()
        let seen = word.load(ordering: .relaxed)
        guard seen & (MutexCore.locked | MutexCore.starving) == 0 else { return false }
        return word.compareExchange(
            expected: seen, desired: seen | MutexCore.locked, ordering: .acquiring
        ).exchanged
    }

    /// One locked instruction whoever else waits: it sets what is set already if the mutex is held, and a starving one is.
    @usableFromInline
    func lock() {
        Displaced.rejoin()
        let seen = word.bitwiseOr(MutexCore.locked, ordering: .acquiring).oldValue
        if seen & MutexCore.locked != 0 { lockSlowly() }
    }

    /// One locked instruction here, too. Inlined for those who have only to let go: nobody waits, or somebody is on the way
    /// who looks after the others.
    @inlinable
    @inline(__always)
    package func unlock() {
        if word.load(ordering: .relaxed) & MutexCore.starving == 0 {
            let seen = word.wrappingSubtract(MutexCore.locked, ordering: .releasing).oldValue
            if seen == MutexCore.locked || seen & ~MutexCore.queued == MutexCore.locked | MutexCore.woken {
                return
            }
            wakeNext(seen)
        } else {
            handOver()
        }
    }

    /// Waits for the mutex as long as `patience` lasts. False if it was over first.
    func lock(_ patience: Patience) -> Bool {
        Displaced.rejoin()
        if tryLock() { return true }
        guard case .duration(let duration) = patience else {
            return lockSlowly { waiter in patience.park(waiter, reason, of: site) }
        }
        // Of the whole wait, which may take several steps.
        var deadline: Instant?
        return lockSlowly { waiter in
            let end = deadline ?? waiter.now.advanced(by: max(.zero, duration))
            deadline = end
            return waiter.park(reason, of: site, until: end)
        }
    }

    @inline(never)
    private func lockSlowly() {
        // Free, but with others in the queue.
        if tryLock() { return }
        _ = lockSlowly { waiter in waiter.park(reason, of: site) }
    }

    /// What came of one wait.
    private enum Step {
        case acquired
        /// Woken to compete for it.
        case woken
        case gaveUp
    }

    @inline(__always)
    private func lockSlowly(_ park: (Waiter) -> Verdict) -> Bool {
        var start: Instant?
        while true {
            let step: Step = Waiter.withCurrent { waiter in
                var isHandedOver = false
                // Safety: node and slot are in this frame, which outlives the wait.
                return unsafe withUnsafeMutablePointer(to: &isHandedOver) { slot in
                    var node = unsafe WaitNode(waiter, slot: UnsafeMutableRawPointer(slot))
                    let waited = start.map { waiter.now.nanoseconds(since: $0) }
                    return unsafe withUnsafeMutablePointer(to: &node) { node in
                        if unsafe enter(node, waitedNanoseconds: waited) { return .acquired }
                        if start == nil { start = waiter.now }
                        if park(waiter) == .done { return unsafe slot.pointee ? .acquired : .woken }
                        unsafe leave(node)
                        return .gaveUp
                    }
                }
            }
            switch step {
            case .woken: continue
            case .gaveUp: return false
            case .acquired:
                if let start { endStarvation(since: start) }
                return true
            }
        }
    }

    /// Takes a node out whose wait has ended otherwise. Nobody is woken for it: it had not been claimed.
    package func leave(_ node: UnsafeMutablePointer<WaitNode>) {
        // Safety: the caller's node.
        queue.withLock { unsafe $0.remove(node) }
    }

    /// Takes the mutex, or queues a node; at the head, if it has waited before and was woken in vain. True if the mutex
    /// is the caller's.
    package func enter(_ node: UnsafeMutablePointer<WaitNode>, waitedNanoseconds: UInt64?) -> Bool {
        queue.withLock { waiters in
            let isImpatient = waitedNanoseconds ?? 0 > MutexCore.patienceNanoseconds
            while true {
                let seen = word.load(ordering: .relaxed)
                let isFree = seen & (MutexCore.locked | MutexCore.starving) == 0
                var wanted = seen | (isFree ? MutexCore.locked : MutexCore.queued)
                if !isFree, isImpatient { wanted |= MutexCore.starving }
                if waitedNanoseconds != nil { wanted &= ~MutexCore.woken }
                let isExchanged = word.compareExchange(
                    expected: seen, desired: wanted, ordering: .acquiring
                ).exchanged
                guard isExchanged else { continue }
                if isFree { return true }
                // Safety: the caller keeps the node until its wait is over.
                if waitedNanoseconds == nil {
                    unsafe waiters.append(node)
                } else {
                    unsafe waiters.prepend(node)
                }
                return false
            }
        }
    }

    /// Called by one who holds the mutex and had to wait for it.
    package func endStarvation(since start: Instant) {
        guard word.load(ordering: .relaxed) & MutexCore.starving != 0 else { return }
        let waited = Scheduler.current.clock.now.nanoseconds(since: start)
        queue.withLock { waiters in
            guard waiters.isEmpty || waited < MutexCore.patienceNanoseconds else { return }
            let rest = waiters.isEmpty ? 0 : MutexCore.queued
            let woken = word.load(ordering: .relaxed) & MutexCore.woken
            word.store(MutexCore.locked | rest | woken, ordering: .relaxed)
        }
    }

    /// For one who has let go, of a mutex that was `seen` before. Whoever has got it since then looks after the queue
    /// himself at the end.
    @usableFromInline
    @inline(never)
    func wakeNext(_ seen: UInt32) {
        demand(
            seen & MutexCore.locked != 0,
            "Sync.Mutex made at \(site): unlocked although nobody had locked it")
        // Coroutines that were woken beside the one who comes at once.
        var others: [Waiter] = []
        let next: Waiter? = queue.withLock { waiters in
            let now = word.load(ordering: .relaxed)
            guard now & (MutexCore.locked | MutexCore.woken) == 0 else { return nil }
            if now & MutexCore.starving != 0 { return tryLockStarving() ? passOn(&waiters) : nil }
            // Safety: a claimed waiter's node stays until `ready()`.
            var next = unsafe waiters.takeFirst()?.pointee.waiter
            // A coroutine comes when its loop lets it, which may be in a call that takes long.
            while let coroutine = next, coroutine.isSuspension {
                others.append(coroutine)
                next = unsafe waiters.takeFirst()?.pointee.waiter
            }
            if waiters.isEmpty { word.bitwiseAnd(~MutexCore.queued, ordering: .relaxed) }
            if next != nil { word.bitwiseOr(MutexCore.woken, ordering: .relaxed) }
            return next
        }
        for other in others { other.ready() }
        next?.ready()
    }

    /// Takes a mutex that starves and was let go of. False if another was faster, who hands it over at the end.
    private func tryLockStarving() -> Bool {
        word.bitwiseOr(MutexCore.locked, ordering: .acquiring).oldValue & MutexCore.locked == 0
    }

    /// The mutex changes hands without having been free.
    @usableFromInline
    @inline(never)
    func handOver() {
        queue.withLock { passOn(&$0) }?.ready()
    }

    /// For a holder, or one who acts for it.
    private func passOn(_ waiters: inout WaitQueue) -> Waiter? {
        // Safety: a claimed waiter's node and slot stay until `ready()`.
        guard let node = unsafe waiters.takeFirst() else {
            word.store(0, ordering: .releasing)
            return nil
        }
        unsafe node.pointee.slot?.storeBytes(of: true, as: Bool.self)
        let rest = waiters.isEmpty ? 0 : MutexCore.queued
        word.store(MutexCore.locked | MutexCore.starving | rest, ordering: .releasing)
        return unsafe node.pointee.waiter
    }
}
