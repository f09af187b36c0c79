// Channel › ChannelOwner: what a channel is a part of, where it is not all there is: a pair of ends, a timer, a ticker.
//
// The channel holds its owner. Who sends or receives may hold the channel alone, and when nobody does any more the owner goes
// with it.

protocol ChannelOwner: AnyObject, Sendable {
    /// The error of a send that was refused.
    var refusal: ChannelClosed { get }
    /// Whether the buffer is how the owner does its work, and nobody else's business.
    var hidesBuffer: Bool { get }
}

extension ChannelOwner {
    var refusal: ChannelClosed { ChannelClosed() }
    var hidesBuffer: Bool { false }
}

// What the users of a channel are told, whoever owns it.
extension ChannelCore {
    /// Values in the buffer.
    var shownCount: Int { owner?.hidesBuffer == true ? 0 : count }

    /// How many values the buffer holds.
    var shownCapacity: Int { owner?.hidesBuffer == true ? 0 : capacity }

    /// The error of a send that was refused.
    var refusal: ChannelClosed { owner?.refusal ?? ChannelClosed() }
}
