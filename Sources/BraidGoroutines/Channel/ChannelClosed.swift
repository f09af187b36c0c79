// Channel › ChannelClosed: what Go makes a panic, and a Swift caller can act on.

/// A value was sent on a closed channel, or a closed channel was closed again. In Go both are panics.
public struct ChannelClosed: Error, Equatable, CustomStringConvertible {
    /// Makes the error; useful in tests and in code that stands in for a channel.
    public init() {}

    /// One line for a reader.
    public var description: String { "the channel is closed" }
}
