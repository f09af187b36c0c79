// Bridges › Channel and coroutine: `await channel.receive()`, on the same channels that goroutines use.
//
// The slot that a partner moves the value through is memory of its own, because a coroutine's frame has no address that
// holds while it is suspended. If a hand-over and a cancellation race, the hand-over wins, and no value is lost.

internal import BraidCore
public import BraidGoroutines

extension Channel {
    /// Takes the next value; suspends the calling coroutine while there is none.
    ///
    /// - Returns: nil when the channel is closed and everything sent before has been received; never for cancellation.
    /// - Throws: `CancellationError` if the task is cancelled before a value is there.
    @discardableResult
    public nonisolated(nonsending) func receive() async throws(CancellationError) -> sending Element? {
        // Safety: ours until it is freed below; the core has moved a value in exactly when the outcome is `.done`.
        let slot = UnsafeMutablePointer<Element>.allocate(capacity: 1)
        defer {
            unsafe slot.deallocate()
            extendLifetime(self)
        }
        switch unsafe await core.receive(into: UnsafeMutableRawPointer(slot)) {
        case .done: return unsafe slot.move()
        case .cancelled: throw CancellationError()
        case .closed, .timedOut, .wouldBlock: return nil
        }
    }

    /// Sends a value; suspends the calling coroutine while there is no room and no receiver.
    ///
    /// - Throws: `ChannelClosed` if the channel is closed, `CancellationError` if the task is cancelled first. The value
    ///   is gone then.
    public nonisolated(nonsending) func send(_ value: sending Element) async throws {
        // Safety: ours until it is freed below; the core has moved the value away exactly when the outcome is `.done`.
        let slot = UnsafeMutablePointer<Element>.allocate(capacity: 1)
        unsafe slot.initialize(to: value)
        defer {
            unsafe slot.deallocate()
            extendLifetime(self)
        }
        let outcome = unsafe await core.send(from: UnsafeMutableRawPointer(slot))
        guard outcome != .done else { return }
        unsafe slot.deinitialize(count: 1)
        if outcome == .cancelled { throw CancellationError() }
        throw refusal
    }
}

extension ChannelCore {
    fileprivate nonisolated(nonsending) func receive(into slot: UnsafeMutableRawPointer) async
        -> ChannelOutcome
    {
        // Safety: the caller keeps the slot, and the suspension its node, until the wait is over.
        if let outcome = unsafe receive(into: slot, orWaitAs: nil) { return outcome }
        var atOnce: ChannelOutcome?
        let verdict = unsafe await Suspension.wait(slot: slot) { node in
            atOnce = unsafe receive(into: slot, orWaitAs: node)
            return atOnce == nil
        } withdraw: { node in
            unsafe withdraw(node, isSender: false)
        }
        return atOnce ?? ChannelOutcome(verdict)
    }

    fileprivate nonisolated(nonsending) func send(from slot: UnsafeMutableRawPointer) async -> ChannelOutcome
    {
        // Safety: the caller keeps the slot, and the suspension its node, until the wait is over.
        if let outcome = unsafe send(from: slot, orWaitAs: nil) { return outcome }
        var atOnce: ChannelOutcome?
        let verdict = unsafe await Suspension.wait(slot: slot) { node in
            atOnce = unsafe send(from: slot, orWaitAs: node)
            return atOnce == nil
        } withdraw: { node in
            unsafe withdraw(node, isSender: true)
        }
        return atOnce ?? ChannelOutcome(verdict)
    }
}
