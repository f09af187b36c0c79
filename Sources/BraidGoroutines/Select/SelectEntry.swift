// Select › SelectEntry: a case of a select, without the type of what it carries.

internal import BraidCore

/// What a case of a select waits for.
@usableFromInline
package enum SelectKind: Sendable {
    /// Nil: an absent channel, which is never ready.
    case receive(ChannelCore?)
    case send(ChannelCore?)
    case after(Duration)
    case otherwise
}

@safe
@usableFromInline
package struct SelectEntry {
    let kind: SelectKind
    // Safety: the front end that made the entry keeps the slot in place until the select has ended.
    @usableFromInline let slot: UnsafeMutableRawPointer

    @usableFromInline
    init(_ kind: SelectKind, slot: UnsafeMutableRawPointer) {
        self.kind = kind
        // Safety: only the pointer is stored.
        unsafe self.slot = slot
    }

    /// The channel; nil for a case without one.
    var core: ChannelCore? {
        switch kind {
        case .receive(let core), .send(let core): core
        case .after, .otherwise: nil
        }
    }

    /// Sends or receives at once, if that is possible. With the channel's lock held.
    func attempt() -> ChannelCore.Attempt {
        // Safety: the slot is full exactly in a case that sends.
        switch kind {
        case .receive(let core?):
            core.state.whileAcquired { unsafe ChannelCore.receive(into: slot, in: &$0) }
        case .send(let core?):
            core.state.whileAcquired { unsafe ChannelCore.send(from: slot, in: &$0) }
        case .receive(nil), .send(nil), .after, .otherwise:
            (.wait, nil)
        }
    }

    /// Links a node into the channel's queue. With the channel's lock held.
    func enqueue(_ node: UnsafeMutablePointer<WaitNode>) {
        // Safety: the caller keeps the node in place until `withdraw`.
        switch kind {
        case .receive(let core?): core.state.whileAcquired { unsafe $0.receivers.append(node) }
        case .send(let core?): core.state.whileAcquired { unsafe $0.senders.append(node) }
        case .receive(nil), .send(nil), .after, .otherwise: break
        }
    }

    /// Takes the node out of the channel's queue, if it is still in.
    func withdraw(_ node: UnsafeMutablePointer<WaitNode>) {
        // Safety: the caller's node.
        switch kind {
        case .receive(let core?): unsafe core.withdraw(node, isSender: false)
        case .send(let core?): unsafe core.withdraw(node, isSender: true)
        case .receive(nil), .send(nil), .after, .otherwise: break
        }
    }
}

/// Which case of a select was taken, by its place, and whether it found its channel closed.
@usableFromInline
package struct SelectWin: Sendable {
    @usableFromInline package let index: Int
    @usableFromInline package let isClosed: Bool

    init(_ index: Int, isClosed: Bool = false) {
        self.index = index
        self.isClosed = isClosed
    }

    /// None was taken, because the wait was cancelled: every case is to release what it holds.
    package static let nobody = SelectWin(-1)
}
