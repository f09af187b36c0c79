// Fibers › EndListener: who is told that goroutines have ended: that their bodies have returned, and what they held was let
// go of.

/// Waits for the end of one goroutine. It is told, and let go of, on that goroutine, where code of others may run and wait.
package protocol EndListener: AnyObject, Sendable {
    func goroutineHasEnded()
}

/// Waits for the ends of all its goroutines. So it may be told of one later, while another of them runs, or between two, where
/// nothing may wait.
package protocol GoroutineGroup: AnyObject, Sendable {
    func goroutinesHaveEnded(_ count: Int)
}

/// A goroutine's group, without a reference for each goroutine: two processors would take the count of those from each
/// other. The group keeps itself alive until it has been told of all.
@safe
package struct GroupMembership: Equatable, Sendable {
    static let none = GroupMembership(object: 0, witnesses: 0)

    // Safety: the two words of a group that has not been told of this goroutine's end. An object's lowest bit is free, and
    // set in the first of them (see EndRecipient).
    fileprivate let object: UInt
    fileprivate let witnesses: UInt

    fileprivate init(object: UInt, witnesses: UInt) {
        (self.object, self.witnesses) = (object, witnesses)
    }

    package init(_ group: __shared any GoroutineGroup) {
        // Safety: a reference and the table of its conformance; the cast checks the size. Said to be an existential once more,
        // or it would be opened, and the object's own type be cast.
        let words = unsafe unsafeBitCast(group as any GoroutineGroup, to: GroupMembership.self)
        self.init(object: words.object | 1, witnesses: words.witnesses)
    }

    @inline(__always)
    package static func == (left: GroupMembership, right: GroupMembership) -> Bool {
        left.object == right.object
    }

    var isNone: Bool { self == .none }

    /// Tells the group that so many have ended.
    func tell(_ count: Int) {
        if isNone { return }
        let words = GroupMembership(object: object & ~1, witnesses: witnesses)
        // Safety: see above.
        unsafe unsafeBitCast(words, to: (any GoroutineGroup).self).goroutinesHaveEnded(count)
    }
}

/// Who is told of a goroutine's end: its group, its listener, or nobody. Two words, of which the lowest bit says which.
@safe
struct EndRecipient {
    // Safety: a group's, or the two words of a listener, with a reference to it that ends when it is taken; or zero.
    private var object: UInt
    private let witnesses: UInt

    @inline(__always)
    init(listener: consuming (any EndListener)?, group: GroupMembership) {
        guard let listener else {
            (object, witnesses) = (group.object, group.witnesses)
            return
        }
        demand(group.isNone, "a goroutine's end is told to a group or to a listener, not to both")
        // Safety: as in GroupMembership; the reference is this value's.
        self = unsafe unsafeBitCast(listener as any EndListener, to: EndRecipient.self)
        _ = unsafe Unmanaged<AnyObject>.passRetained(listener)
    }

    var group: GroupMembership {
        @inline(__always) get {
            object & 1 != 0 ? GroupMembership(object: object, witnesses: witnesses) : .none
        }
    }

    private var isListener: Bool {
        @inline(__always) get { object != 0 && object & 1 == 0 }
    }

    var listener: (any EndListener)? {
        // Safety: the words of a listener.
        isListener ? unsafe unsafeBitCast(self, to: (any EndListener).self) : nil
    }

    /// The listener, with this value's reference; afterwards it is nobody's.
    @inline(__always)
    mutating func takeListener() -> (any EndListener)? {
        guard isListener else { return nil }
        // Safety: the words of a listener; the reference goes to the caller, and no second time.
        let listener = unsafe withUnsafeMutableBytes(of: &self) { bytes in
            unsafe bytes.baseAddress?.assumingMemoryBound(to: (any EndListener).self).move()
        }
        object = 0
        return listener
    }
}
