// Curl › Interest: the wishes of a MultiHandle, in the terms of a poller.
//
// Plain values without references, so that handing them over costs neither an allocation nor a count.

/// What to watch a descriptor for.
package struct Interest: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Tell when it can be read from.
    package static let read = Interest(rawValue: 1)
    /// Tell when it can be written to.
    package static let write = Interest(rawValue: 2)
}

/// What was seen on a descriptor.
package struct Readiness: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    /// It can be read from, or has reached its end.
    package static let read = Readiness(rawValue: 1)
    /// It can be written to.
    package static let write = Readiness(rawValue: 2)
    /// It has failed (EPOLLERR) or was hung up (EPOLLHUP).
    package static let failure = Readiness(rawValue: 4)
}

/// Something about one of libcurl's descriptors.
package enum SocketChange: Sendable, Hashable {
    /// It is to be watched for this from now on; for nothing means: no longer.
    case watch(Int32, for: Interest)
    /// It is a new socket, whatever had its number before.
    case opened(Int32)
    /// A socket that was said to be opened is closed.
    case closed(Int32)
}

/// How the one timer of a MultiHandle changes.
package enum TimerChange: Sendable, Hashable {
    /// Call `timerFired()` once, no earlier than after so long; any earlier wish is void.
    case arm(after: Duration)
    /// No timer is wanted.
    case disarm
}
