// Channel › ChannelCore, under the lock: one attempt to send or to receive, without waiting, and the queues.
//
// What goes through the ring alone concerns nobody who waits, and is inlined where a value is sent or received. All else is
// a call: a partner is taken, and somebody is to be made ready.

internal import BraidCore

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

    func attemptToSend(from slot: UnsafeMutableRawPointer) -> Attempt {
        // Safety: the caller's slot is full.
        unsafe sendIntoRing(from: slot) ? (.done, nil) : unsafe sendPastRing(from: slot)
    }

    func attemptToReceive(into slot: UnsafeMutableRawPointer) -> Attempt {
        // Safety: the caller's slot is empty.
        unsafe receiveFromRing(into: slot) ? (.done, nil) : unsafe receivePastRing(into: slot)
    }

    /// False if there is no room, or there is somebody who waits, or the channel is closed.
    @inline(__always)
    func sendIntoRing(from slot: UnsafeMutableRawPointer) -> Bool {
        let word = word
        // Safety: with the lock held, and not full.
        guard unsafe word.hasOnlyRoom(of: record.pointee.capacity) else { return false }
        unsafe state.pointee.ring.append(from: slot)
        show(word.withOneMore)
        return true
    }

    /// False if there is no value, or somebody waits to send his.
    @inline(__always)
    func receiveFromRing(into slot: UnsafeMutableRawPointer) -> Bool {
        let word = word
        guard word.hasOnlyValues else { return false }
        // Safety: with the lock held, and not empty.
        unsafe state.pointee.ring.removeFirst(into: slot)
        show(word.withOneLess)
        return true
    }

    @inline(__always)
    func sendPastRing(from slot: UnsafeMutableRawPointer) -> Attempt {
        if word.isClosed { return (.closed, nil) }
        // Safety: a claimed receiver's slot is empty and stays in place until `ready()`.
        if let receiver = unsafe takeReceiver(), let empty = unsafe receiver.pointee.slot {
            unsafe state.pointee.ring.move(from: slot, to: empty)
            return (.done, unsafe receiver.pointee.waiter)
        }
        // Those in the queue may all have been claimed by others.
        return unsafe sendIntoRing(from: slot) ? (.done, nil) : (.wait, nil)
    }

    @inline(__always)
    func receivePastRing(into slot: UnsafeMutableRawPointer) -> Attempt {
        // Safety: a claimed sender's slot holds its value and stays in place until `ready()`.
        guard let sender = unsafe takeSender(), let full = unsafe sender.pointee.slot else {
            // Those in the queue may all have been claimed by others.
            if unsafe receiveFromRing(into: slot) { return (.done, nil) }
            return (word.isClosed ? .closed : .wait, nil)
        }
        if word.count == 0 {
            unsafe state.pointee.ring.move(from: full, to: slot)
        } else {
            // The first of the blocked senders moves up, so that the order of sending is kept.
            unsafe state.pointee.ring.removeFirst(into: slot)
            unsafe state.pointee.ring.append(from: full)
        }
        return (.done, unsafe sender.pointee.waiter)
    }

    func closeOnce() -> (wasOpen: Bool, waiters: [Waiter]) {
        if word.isClosed { return (false, []) }
        show(word.closing)
        // Safety: with the lock held.
        let waiters =
            unsafe state.pointee.receivers.takeAll(claiming: .closed)
            + state.pointee.senders.takeAll(claiming: .closed)
        showQueues()
        return (true, waiters)
    }
}

// The queues, and what is seen of them.
extension ChannelCore {
    @inline(__always)
    private func takeReceiver() -> UnsafeMutablePointer<WaitNode>? {
        let word = word
        guard word.receiversWait else { return nil }
        // Safety: with the lock held; see `takeFirst`.
        let node = unsafe state.pointee.receivers.takeFirst()
        if unsafe state.pointee.receivers.isEmpty { show(word.withoutReceivers) }
        return unsafe node
    }

    @inline(__always)
    private func takeSender() -> UnsafeMutablePointer<WaitNode>? {
        let word = word
        guard word.sendersWait else { return nil }
        // Safety: with the lock held; see `takeFirst`.
        let node = unsafe state.pointee.senders.takeFirst()
        if unsafe state.pointee.senders.isEmpty { show(word.withoutSenders) }
        return unsafe node
    }

    /// Links a node into a queue. With the lock held.
    @inline(__always)
    func enqueue(_ node: UnsafeMutablePointer<WaitNode>, isSender: Bool) {
        // Safety: the caller keeps the node in place until it has been taken or taken out.
        if isSender {
            unsafe state.pointee.senders.append(node)
            if !word.sendersWait { show(word.withSenders) }
        } else {
            unsafe state.pointee.receivers.append(node)
            if !word.receiversWait { show(word.withReceivers) }
        }
    }

    /// Takes a node out of its queue, if it is still in. With the lock held.
    func dequeue(_ node: UnsafeMutablePointer<WaitNode>, isSender: Bool) {
        // Safety: the node is the caller's.
        if isSender {
            unsafe state.pointee.senders.remove(node)
        } else {
            unsafe state.pointee.receivers.remove(node)
        }
        showQueues()
    }

    private func showQueues() {
        // Safety: with the lock held.
        if word.receiversWait, unsafe state.pointee.receivers.isEmpty { show(word.withoutReceivers) }
        if word.sendersWait, unsafe state.pointee.senders.isEmpty { show(word.withoutSenders) }
    }
}
