// Channel › HeldChannel: how a select gets to the channel of an end, without counting a reference for it.
//
// A select holds the ends that it was given, and uses their channels meanwhile. That is only right if an end holds its channel
// and always has the same one, which no compiler checks. So only ends of the library are ends: no other module can make one
// of these, and one of another type does not do, as the type of the end is a part of its own.

/// The channel of an end, which holds it; made by the library alone.
public struct HeldChannel<End> {
    /// There while the end is.
    @usableFromInline let core: ChannelCore

    /// - Parameter channel: is held by the end as long as that is there, and never another.
    @inlinable @inline(__always)
    init<Element>(of channel: Channel<Element>) {
        core = channel.core
    }
}
