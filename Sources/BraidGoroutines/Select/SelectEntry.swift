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
    // Safety: the front end that made the entry keeps the channel and the slot until the select has ended.
    @usableFromInline let channel: Unmanaged<ChannelCore>?
    @usableFromInline let slot: UnsafeMutableRawPointer

    @inlinable @inline(__always)
    init(_ description: SelectCaseDescription, slot: UnsafeMutableRawPointer) {
        role = description.role
        duration = description.duration
        // Safety: only the pointers are stored.
        unsafe channel = description.channel
        unsafe self.slot = slot
    }

    /// Where its channel is; 0 without one.
    var address: Int {
        // Safety: a number.
        unsafe Int(bitPattern: channel?.toOpaque())
    }

    /// Where its channel was made; nil without one.
    var site: CreationSite? { withCore { $0.site } }

    /// The error of a send that its channel has refused.
    var refusal: ChannelClosed { withCore { $0.refusal } ?? ChannelClosed() }

    @inline(__always)
    private func withCore<Result>(_ body: (ChannelCore) -> Result) -> Result? {
        // Safety: see the property.
        unsafe channel?._withUnsafeGuaranteedRef(body)
    }

    /// Whether it probably can send or receive at once; certainly not, if this says so. With the channel's lock held.
    var looksReady: Bool {
        let looksReady = withCore { core in
            core.state.whileAcquired { state in
                role == .receive
                    ? core.count > 0 || !state.senders.isEmpty || state.isClosed
                    : core.count < core.capacity || !state.receivers.isEmpty || state.isClosed
            }
        }
        return looksReady ?? false
    }

    /// The same without the lock, and as likely; nil if only the lock could tell, or a look at all channels at once.
    @inline(__always)
    var seemsReady: Bool? {
        switch role {
        case .receive: withCore { $0.seemsToHaveValues } ?? false
        case .send: withCore { $0.seemsToHaveRoom } ?? false
        case .absent, .after: false
        case .otherwise: nil
        }
    }

    /// Sends or receives at once, if that is possible. With the channel's lock held.
    func attempt() -> ChannelCore.Attempt {
        withCore { core in core.state.whileAcquired { state in attempt(core, &state) } } ?? (.wait, nil)
    }

    /// The same with the lock of this channel alone, which is taken for it.
    func attemptAlone() -> ChannelCore.Attempt {
        withCore { core in core.state.withLock { state in attempt(core, &state) } } ?? (.wait, nil)
    }

    @inline(__always)
    private func attempt(_ core: ChannelCore, _ state: inout ChannelCore.State) -> ChannelCore.Attempt {
        // Safety: the slot is full exactly in a case that sends.
        role == .receive
            ? unsafe core.receive(into: slot, in: &state)
            : unsafe core.send(from: slot, in: &state)
    }

    /// Links a node into the channel's queue. With the channel's lock held.
    func enqueue(_ node: UnsafeMutablePointer<WaitNode>) {
        withCore { core in
            // Safety: the caller keeps the node in place until `withdraw`.
            core.state.whileAcquired { state in
                if role == .receive {
                    unsafe state.receivers.append(node)
                } else {
                    unsafe state.senders.append(node)
                }
            }
        }
    }

    /// Takes the node out of the channel's queue, if it is still in.
    func withdraw(_ node: UnsafeMutablePointer<WaitNode>) {
        // Safety: the caller's node.
        withCore { unsafe $0.withdraw(node, isSender: role == .send) }
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
