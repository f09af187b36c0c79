// Channel › ChannelCore: the algorithm of channels, without the type of what they carry.
//
// Values are moved as bytes between slots: a sender's slot, the ring, a receiver's slot. The generic shell around it
// (Channel) knows the type; this code is compiled once. What is done under the lock is in its other file.
//
// A core is the address of a record. The channel owns that; whoever has the core holds the channel meanwhile.
//
// Invariants, under the lock:
//  - Receivers wait only while the ring is empty and no sender waits.
//  - Senders wait only while the ring is full and no receiver waits.
//  - A closed channel has no waiter.
// (A select may wait on both sides of one channel: it is no partner for itself.)
// "Waits" means: is in a queue with its wait unclaimed. A waiter that was claimed elsewhere (its deadline passed) may
// still be linked; taking it drops it.
//
// Roads rejected:
//  - A lock-free ring for buffered channels. Go, kotlinx.coroutines and crossbeam all paid for theirs with years of
//    corrections; the lock here is held for tens of instructions.
//  - `Guarded` for what is under the lock: its memory would be a second piece, and a channel is made as often as a
//    goroutine.

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
package struct ChannelCore: @unchecked Sendable {
    // Safety: the channel's, which whoever uses the core holds. Its queues and its ring are used with its lock held.
    let record: UnsafeMutablePointer<ChannelRecord>

    @usableFromInline
    init(capacity: Int, elementSize: Int, elementStride: Int, fileID: StaticString, line: UInt) {
        self.init(
            capacity: capacity, elementSize: elementSize, elementStride: elementStride,
            site: CreationSite(fileID: fileID, line: line))
    }

    /// To be destroyed by its channel.
    init(
        capacity: Int, elementSize: Int, elementStride: Int, site: CreationSite,
        owner: (any ChannelOwner)? = nil
    ) {
        // Safety: see the property.
        unsafe record = ChannelRecord.make(
            capacity: capacity, elementSize: elementSize, elementStride: elementStride, site: site,
            owner: owner)
    }

    /// By the channel, when nobody holds it any more.
    func destroy() {
        // Safety: see the property.
        unsafe ChannelRecord.destroy(record)
    }

    /// The core of which this is the address.
    init(_ address: Int) {
        // Safety: see the property.
        guard let record = unsafe UnsafeMutablePointer<ChannelRecord>(bitPattern: address) else {
            fatalError("no channel")
        }
        unsafe self.record = record
    }

    /// A number by which channels are put into order.
    // Safety: so here and below, see the property. What never changes is read without the lock.
    var address: Int { unsafe Int(bitPattern: record) }
    var ringCapacity: UInt32 { unsafe record.pointee.capacity }
    var capacity: Int { Int(ringCapacity) }
    var owner: (any ChannelOwner)? { unsafe record.pointee.owner }
    package var site: CreationSite { unsafe record.pointee.site }

    /// Values in the ring.
    var count: Int { word.count }

    /// Moves the value at `slot` away, unless the outcome says that it was not sent.
    @usableFromInline
    func send(from slot: UnsafeMutableRawPointer, mayWait: Bool) -> ChannelOutcome {
        if mayWait { Displaced.rejoin() }
        lock()
        // Safety: the caller keeps the slot in place during the call, which includes the wait.
        guard unsafe sendIntoRing(from: slot) else { return unsafe sendOn(from: slot, mayWait: mayWait) }
        unlock()
        return .done
    }

    /// Moves a value into `slot`, if the outcome is `.done`.
    @usableFromInline
    func receive(into slot: UnsafeMutableRawPointer, mayWait: Bool) -> ChannelOutcome {
        if mayWait { Displaced.rejoin() }
        lock()
        // Safety: the caller keeps the slot in place during the call, which includes the wait.
        guard unsafe receiveFromRing(into: slot) else {
            return unsafe receiveOn(into: slot, mayWait: mayWait)
        }
        unlock()
        return .done
    }

    /// Sends what does not simply go into the ring. With the lock held, which is released.
    @inline(never)
    private func sendOn(from slot: UnsafeMutableRawPointer, mayWait: Bool) -> ChannelOutcome {
        // Safety: as above.
        let attempt = unsafe sendPastRing(from: slot)
        if attempt.step == .wait, mayWait { return unsafe wait(with: slot, isSender: true) }
        unlock()
        attempt.partner?.ready()
        return attempt.step.outcome ?? .wouldBlock
    }

    /// Receives what does not simply come out of the ring. With the lock held, which is released.
    @inline(never)
    private func receiveOn(into slot: UnsafeMutableRawPointer, mayWait: Bool) -> ChannelOutcome {
        // Safety: as above.
        let attempt = unsafe receivePastRing(into: slot)
        if attempt.step == .wait, mayWait { return unsafe wait(with: slot, isSender: false) }
        unlock()
        attempt.partner?.ready()
        return attempt.step.outcome ?? .wouldBlock
    }

    /// Waits in a queue. With the lock held, which is released: whoever must wait has looked under the same lock.
    @inline(never)
    private func wait(with slot: UnsafeMutableRawPointer, isSender: Bool) -> ChannelOutcome {
        Waiter.withCurrent { waiter in
            // Safety: the node is in this frame, and its slot in the caller's, which outlive the wait.
            var node = unsafe WaitNode(waiter, slot: slot)
            return unsafe withUnsafeMutablePointer(to: &node) { node in
                unsafe enqueue(node, isSender: isSender)
                unlock()
                return ChannelOutcome(waiter.park(isSender ? .channelSend : .channelReceive, of: site))
            }
        }
    }

    /// False if the channel was closed already.
    @usableFromInline
    func close() -> Bool {
        lock()
        let (wasOpen, waiters) = closeOnce()
        unlock()
        for waiter in waiters { waiter.ready() }
        return wasOpen
    }

    /// Sends at once, or leaves `node` among the senders and returns nil; without a node it only tries.
    package func send(
        from slot: UnsafeMutableRawPointer, orWaitAs node: UnsafeMutablePointer<WaitNode>?
    ) -> ChannelOutcome? {
        lock()
        // Safety: the caller keeps slot and node in place until the wait is over.
        let attempt = unsafe attemptToSend(from: slot)
        if attempt.step == .wait, let node = unsafe node { unsafe enqueue(node, isSender: true) }
        unlock()
        attempt.partner?.ready()
        return attempt.step.outcome
    }

    /// Receives at once, or leaves `node` among the receivers and returns nil; without a node it only tries.
    package func receive(
        into slot: UnsafeMutableRawPointer, orWaitAs node: UnsafeMutablePointer<WaitNode>?
    ) -> ChannelOutcome? {
        lock()
        // Safety: the caller keeps slot and node in place until the wait is over.
        let attempt = unsafe attemptToReceive(into: slot)
        if attempt.step == .wait, let node = unsafe node { unsafe enqueue(node, isSender: false) }
        unlock()
        attempt.partner?.ready()
        return attempt.step.outcome
    }

    /// Takes out a node whose wait was cancelled.
    package func withdraw(_ node: UnsafeMutablePointer<WaitNode>, isSender: Bool) {
        lock()
        // Safety: the node is the caller's.
        unsafe dequeue(node, isSender: isSender)
        unlock()
    }
}

// The lock, and the word.
extension ChannelCore {
    // Safety: see the property; the lock is in it.
    @inline(__always) func lock() { unsafe record.pointee.lock.lock() }
    @inline(__always) func unlock() { unsafe record.pointee.lock.unlock() }

    /// For a select, which takes the locks of several channels.
    func lockBesideOthers() { unsafe record.pointee.lock.lockBesideOthersOfItsRank() }
    func lockBesideOthersIfFree() -> Bool { unsafe record.pointee.lock.lockBesideOthersOfItsRankIfFree() }

    /// What is used with the lock held only.
    @inline(__always)
    var state: UnsafeMutablePointer<ChannelRecord.State> {
        // Safety: see the property.
        unsafe ChannelRecord.state(of: record)
    }

    // Safety: see the property; so everywhere here.
    /// What was so a moment ago; with the lock, what is so.
    @inline(__always)
    var word: ChannelWord { ChannelWord(unsafe record.pointee.word.load(ordering: .relaxed)) }

    // Safety: as above.
    /// The same for one who looks at several channels, and sees of each next what had been so when he saw the one before.
    @inline(__always)
    var glance: ChannelWord { ChannelWord(unsafe record.pointee.word.load(ordering: .acquiring)) }

    /// Lets others see what is so, once it is. With the lock held.
    @inline(__always)
    func show(_ word: ChannelWord) { unsafe record.pointee.word.store(word.stored, ordering: .releasing) }
}
