// Channel › ChannelCore: the algorithm of channels, without the type of what they carry.
//
// Values are moved as bytes between slots: a sender's slot, the ring, a receiver's slot. The generic shell around it
// (Channel) knows the type; this code is compiled once.
//
// Invariants, under the lock:
//  - Receivers wait only while the ring is empty and no sender waits.
//  - Senders wait only while the ring is full and no receiver waits.
//  - A closed channel has no waiter.
// (A select may wait on both sides of one channel: it is no partner for itself.)
// "Waits" means: is in a queue with its wait unclaimed. A waiter that was claimed elsewhere (its deadline passed) may
// still be linked; taking it drops it.
//
// Roads rejected: a lock-free ring for buffered channels. Go, kotlinx.coroutines and crossbeam all paid for theirs with
// years of corrections; the lock here is held for tens of instructions.

package import BraidCore
internal import Synchronization

@usableFromInline
package enum ChannelOutcome {
    case done
    case closed
    case timedOut
    case cancelled
    case wouldBlock

    package init(_ verdict: Verdict) {
        switch verdict {
        case .done: self = .done
        case .closed: self = .closed
        case .timedOut: self = .timedOut
        case .cancelled: self = .cancelled
        }
    }
}

@safe
@usableFromInline
package final class ChannelCore: Sendable {
    let state: Guarded<State>
    @usableFromInline let capacity: Int
    package let site: CreationSite
    let owner: (any ChannelOwner)?
    /// How many values are in the ring, and whether the channel is closed. Written with the lock, and to be seen without,
    /// by whoever takes it for what it is: what was so a moment ago.
    private let fill = Atomic(0)
    private static let closed = 1 << 62

    struct State: ~Copyable {
        var ring: ElementRing
        var senders = WaitQueue()
        var receivers = WaitQueue()
        var isClosed = false
    }

    @usableFromInline
    convenience init(
        capacity: Int, elementSize: Int, elementStride: Int, fileID: StaticString, line: UInt
    ) {
        self.init(
            capacity: capacity, elementSize: elementSize, elementStride: elementStride,
            site: CreationSite(fileID: fileID, line: line))
    }

    init(
        capacity: Int, elementSize: Int, elementStride: Int, site: CreationSite,
        owner: (any ChannelOwner)? = nil
    ) {
        demand(capacity >= 0, "a channel's capacity cannot be negative: \(capacity)")
        self.capacity = capacity
        self.site = site
        self.owner = owner
        state = Guarded(
            .door,
            State(
                ring: ElementRing(capacity: capacity, elementSize: elementSize, elementStride: elementStride))
        )
    }

    /// Values in the ring.
    @usableFromInline var count: Int { fill.load(ordering: .relaxed) & ~ChannelCore.closed }

    /// Moves the value at `slot` away, unless the outcome says that it was not sent.
    @usableFromInline
    func send(from slot: UnsafeMutableRawPointer, mayWait: Bool) -> ChannelOutcome {
        // Safety: the caller keeps the slot in place during the call, which includes the wait.
        if let outcome = unsafe send(from: slot, orWaitAs: nil) { return outcome }
        guard mayWait else { return .wouldBlock }
        return Waiter.withCurrent { waiter in
            var node = unsafe WaitNode(waiter, slot: slot)
            return unsafe withUnsafeMutablePointer(to: &node) { node in
                if let outcome = unsafe send(from: slot, orWaitAs: node) { return outcome }
                return ChannelOutcome(waiter.park(.channelSend, of: site))
            }
        }
    }

    /// Moves a value into `slot`, if the outcome is `.done`.
    @usableFromInline
    func receive(into slot: UnsafeMutableRawPointer, mayWait: Bool) -> ChannelOutcome {
        // Safety: the caller keeps the slot in place during the call, which includes the wait.
        if let outcome = unsafe receive(into: slot, orWaitAs: nil) { return outcome }
        guard mayWait else { return .wouldBlock }
        return Waiter.withCurrent { waiter in
            var node = unsafe WaitNode(waiter, slot: slot)
            return unsafe withUnsafeMutablePointer(to: &node) { node in
                if let outcome = unsafe receive(into: slot, orWaitAs: node) { return outcome }
                return ChannelOutcome(waiter.park(.channelReceive, of: site))
            }
        }
    }

    /// False if the channel was closed already.
    @usableFromInline
    func close() -> Bool {
        let (wasOpen, waiters): (Bool, [Waiter]) = state.withLock { state in
            if state.isClosed { return (false, []) }
            state.isClosed = true
            fill.store(count | ChannelCore.closed, ordering: .relaxed)
            return (
                true, state.receivers.takeAll(claiming: .closed) + state.senders.takeAll(claiming: .closed)
            )
        }
        for waiter in waiters { waiter.ready() }
        return wasOpen
    }

    /// Sends at once, or leaves `node` among the senders and returns nil; without a node it only tries.
    package func send(
        from slot: UnsafeMutableRawPointer, orWaitAs node: UnsafeMutablePointer<WaitNode>?
    ) -> ChannelOutcome? {
        // Safety: the caller keeps slot and node in place until the wait is over.
        let (step, partner) = state.withLock { state in
            let attempt = unsafe send(from: slot, in: &state)
            if attempt.step == .wait, let node = unsafe node { unsafe state.senders.append(node) }
            return attempt
        }
        partner?.ready()
        return step.outcome
    }

    /// Receives at once, or leaves `node` among the receivers and returns nil; without a node it only tries.
    package func receive(
        into slot: UnsafeMutableRawPointer, orWaitAs node: UnsafeMutablePointer<WaitNode>?
    ) -> ChannelOutcome? {
        // Safety: the caller keeps slot and node in place until the wait is over.
        let (step, partner) = state.withLock { state in
            let attempt = unsafe receive(into: slot, in: &state)
            if attempt.step == .wait, let node = unsafe node { unsafe state.receivers.append(node) }
            return attempt
        }
        partner?.ready()
        return step.outcome
    }

    /// Takes out a node whose wait was cancelled.
    package func withdraw(_ node: UnsafeMutablePointer<WaitNode>, isSender: Bool) {
        state.withLock { state in
            // Safety: the node is the caller's.
            if isSender { unsafe state.senders.remove(node) } else { unsafe state.receivers.remove(node) }
        }
    }
}

// One attempt, under the lock, without waiting.
extension ChannelCore {
    enum Step {
        case done
        case closed
        case wait

        var outcome: ChannelOutcome? {
            switch self {
            case .done: .done
            case .closed: .closed
            case .wait: nil
            }
        }
    }

    /// What came of an attempt, and who is to be made ready when the lock has been released.
    typealias Attempt = (step: Step, partner: Waiter?)

    func send(from slot: UnsafeMutableRawPointer, in state: inout State) -> Attempt {
        if state.isClosed { return (.closed, nil) }
        // Safety: a claimed receiver's slot is empty and stays in place until `ready()`.
        if let receiver = unsafe state.receivers.takeFirst(), let empty = unsafe receiver.pointee.slot {
            unsafe state.ring.move(from: slot, to: empty)
            return (.done, unsafe receiver.pointee.waiter)
        }
        let count = count
        if count == capacity { return (.wait, nil) }
        unsafe state.ring.append(from: slot, after: count)
        fill.store(count + 1, ordering: .relaxed)
        return (.done, nil)
    }

    func receive(into slot: UnsafeMutableRawPointer, in state: inout State) -> Attempt {
        // Safety: a claimed sender's slot holds its value and stays in place until `ready()`.
        let count = count
        if count > 0 {
            unsafe state.ring.removeFirst(into: slot)
            // The first of the blocked senders moves up, so that the order of sending is kept.
            guard let sender = unsafe state.senders.takeFirst(), let full = unsafe sender.pointee.slot else {
                fill.store(fill.load(ordering: .relaxed) - 1, ordering: .relaxed)
                return (.done, nil)
            }
            unsafe state.ring.append(from: full, after: count - 1)
            return (.done, unsafe sender.pointee.waiter)
        }
        if let sender = unsafe state.senders.takeFirst(), let full = unsafe sender.pointee.slot {
            unsafe state.ring.move(from: full, to: slot)
            return (.done, unsafe sender.pointee.waiter)
        }
        return (state.isClosed ? .closed : .wait, nil)
    }
}

// A look without the lock, at a channel with a buffer that is open. Of others it does not tell who can go on.
extension ChannelCore {
    /// Whether a receiver seems to find something; nil if only the lock could tell.
    @inline(__always)
    var seemsToHaveValues: Bool? { seen.map { $0 > 0 } }

    /// Whether a sender seems to find room; nil if only the lock could tell.
    @inline(__always)
    var seemsToHaveRoom: Bool? { seen.map { $0 < capacity } }

    @inline(__always)
    private var seen: Int? {
        let fill = fill.load(ordering: .relaxed)
        return capacity == 0 || fill >= ChannelCore.closed ? nil : fill
    }
}
