// Channel › AbsentChannel: a channel that is nil, which in Go is waited for without end.
//
// In Swift, `absent?.receive()` is nil at once, as if the channel were closed. A select takes optional channels and never finds
// an absent one ready; these are the same for a channel alone, without the question mark.

extension Optional where Wrapped: ReceiveEnd {
    /// Takes the next value, as `receive` of the channel does; if there is no channel, waits for ever. Go's `<-channel` of a
    /// channel that may be nil.
    ///
    /// ```swift
    /// context.done.receive()  // for ever, if the context never ends
    /// context.done?.receive() // nil at once, if the context never ends
    /// ```
    @available(*, noasync, message: "it blocks the thread; use 'await select', with BraidBridges")
    @discardableResult
    public func receive() -> sending Wrapped.Element? {
        guard let self else { waitForEver() }
        return self.receiving.receive()
    }
}

extension Optional where Wrapped: SendEnd {
    /// Sends a value, as `send` of the channel does; if there is no channel, waits for ever. Go's `channel <- value` of a
    /// channel that may be nil.
    ///
    /// - Throws: `ChannelClosed` as `send` of the channel does.
    @available(*, noasync, message: "it blocks the thread; use 'await select', with BraidBridges")
    public func send(_ value: sending Wrapped.Element) throws(ChannelClosed) {
        guard let self else { waitForEver() }
        try self.sending.send(value)
    }
}

/// A select without cases.
private func waitForEver() -> Never {
    _ = select([ReceiveCase<Channel<Never>>]())
    fatalError("a select without cases has ended")
}
