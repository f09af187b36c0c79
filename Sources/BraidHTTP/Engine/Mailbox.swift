// Engine › Mailbox: how everybody else reaches the one who drives libcurl.
//
// Posting is cheap and never waits; the owner takes everything at once. While the owner is parked, it leaves its
// waiter here, and the next post wakes it.

internal import BraidCore

final class Mailbox<Message>: Sendable {
    private struct State: ~Copyable {
        var messages: [Message] = []
        var isClosed = false
        var parked: Waiter?

        /// The owner, if it is parked and its wait was not ended by something else.
        mutating func takeParked() -> Waiter? {
            guard let waiter = parked.take(), waiter.claim() else { return nil }
            return waiter
        }
    }

    private let state = Guarded(.mailbox, State())

    /// False if the mailbox is closed: nobody will read the message.
    func post(_ message: Message) -> Bool {
        let (isOpen, woken): (Bool, Waiter?) = state.withLock { state in
            if state.isClosed { return (false, nil) }
            state.messages.append(message)
            return (true, state.takeParked())
        }
        woken?.ready()
        return isOpen
    }

    /// From now on nothing is taken in. The owner still gets what is there.
    func close() {
        let woken = state.withLock { state in
            state.isClosed = true
            return state.takeParked()
        }
        woken?.ready()
    }

    /// For the owner: all that has come, in place of an empty array, whose memory the next messages get. Returns whether the
    /// mailbox is closed, so that nothing more can come.
    func takeAll(into messages: inout [Message]) -> Bool {
        state.withLock { state in
            swap(&state.messages, &messages)
            return state.isClosed
        }
    }

    /// For the owner: leaves its waiter to be woken by the next post. False if there is something to read already.
    func leave(_ waiter: Waiter) -> Bool {
        state.withLock { state in
            if !state.messages.isEmpty || state.isClosed { return false }
            state.parked = waiter
            return true
        }
    }

    /// For the owner, after a wait: nobody wakes it any more.
    func takeBack() {
        state.withLock { $0.parked = nil }
    }
}
