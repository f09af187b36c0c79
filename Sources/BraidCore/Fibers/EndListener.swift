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

    // Safety: the two words of a group that has not been told of this goroutine's end.
    private let object: UInt
    private let witnesses: UInt

    private init(object: UInt, witnesses: UInt) {
        (self.object, self.witnesses) = (object, witnesses)
    }

    package init(_ group: __shared any GoroutineGroup) {
        // Safety: a reference and the table of its conformance; the cast checks the size. Said to be an existential once more,
        // or it would be opened, and the object's own type be cast.
        self = unsafe unsafeBitCast(group as any GoroutineGroup, to: GroupMembership.self)
    }

    @inline(__always)
    package static func == (left: GroupMembership, right: GroupMembership) -> Bool {
        left.object == right.object
    }

    var isNone: Bool { self == .none }

    /// Tells the group that so many have ended.
    func tell(_ count: Int) {
        // Safety: see above.
        if !isNone { unsafe unsafeBitCast(self, to: (any GoroutineGroup).self).goroutinesHaveEnded(count) }
    }
}
