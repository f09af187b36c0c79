// Channel › ChannelClosed: what Go makes a panic, and a Swift caller can act on.

/// A value was sent on a closed channel, or a closed channel was closed again. In Go both are panics.
public struct ChannelClosed: Error, Equatable, CustomStringConvertible {
    /// Who closed it and where, as far as that is known: if the last receiver of a pair of endpoints has gone.
    public let reason: String?

    /// Makes the error; useful in tests and in code that stands in for a channel.
    public init(reason: String? = nil) {
        self.reason = reason
    }

    /// One line for a reader.
    public var description: String { "the channel is closed" + (reason.map { ": \($0)" } ?? "") }
}
