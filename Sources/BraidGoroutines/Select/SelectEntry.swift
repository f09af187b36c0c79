// Select › SelectEntry: a case of a select, without the type of what it carries.
//
// Entries do not hold their channels: counting references would cost more than all the rest of a select that finds a
// case ready. The cases they were made from do, and every front end keeps those until the select has ended.

internal import BraidCore

/// What a case of a select does.
@usableFromInline
enum SelectRole: Sendable {
    case receive
    case send
    /// Would send or receive, if there were a channel: never ready.
    case absent
    case after
    case otherwise
}

@safe
@usableFromInline
package struct SelectEntry {
    @usableFromInline let role: SelectRole
    /// Of an `after`.
    @usableFromInline let duration: Duration?
    /// Nil in a case that neither sends nor receives.
    @usableFromInline let channel: ChannelCore?
    // Safety: the front end that made the entry keeps the slot, and the channel, until the select has ended.
    @usableFromInline let slot: UnsafeMutableRawPointer

    @inlinable @inline(__always)
    init<Case>(_ description: SelectCaseDescription<Case>, slot: UnsafeMutableRawPointer) {
        role = description.role
        duration = description.duration
        channel = description.channel
        // Safety: only the pointer is stored.
        unsafe self.slot = slot
    }

    /// Where its channel was made; nil without one.
    var site: CreationSite? { channel?.site }

    /// The error of a send that its channel has refused.
    var refusal: ChannelClosed { channel?.refusal ?? ChannelClosed() }

    /// Whether it probably can send or receive at once, going by what was seen of its channel; certainly not, if this says so.
    @inline(__always)
    func seemsReady(_ seen: ChannelWord, in channel: ChannelCore) -> Bool {
        role == .receive ? seen.promisesValue : seen.promisesRoom(of: channel.ringCapacity)
    }

    /// Sends or receives at once, if that is possible. With the channel's lock held.
    func attempt() -> ChannelCore.Attempt {
        guard let channel else { return (.wait, nil) }
        // Safety: the slot is full exactly in a case that sends.
        return role == .receive
            ? unsafe channel.attemptToReceive(into: slot) : unsafe channel.attemptToSend(from: slot)
    }

    /// The same with the lock of this channel alone, which is taken for it.
    func attemptAlone() -> ChannelCore.Attempt {
        guard let channel else { return (.wait, nil) }
        channel.lock()
        defer { channel.unlock() }
        return attempt()
    }

    /// Links a node into the channel's queue. With the channel's lock held.
    func enqueue(_ node: UnsafeMutablePointer<WaitNode>) {
        // Safety: the caller keeps the node in place until `withdraw`.
        unsafe channel?.enqueue(node, isSender: role == .send)
    }

    /// Takes the node out of the channel's queue, if it is still in.
    func withdraw(_ node: UnsafeMutablePointer<WaitNode>) {
        // Safety: the caller's node.
        unsafe channel?.withdraw(node, isSender: role == .send)
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
