// Channel › Values: a loop over what is received that a context ends as well.
//
// An iterator cannot throw, so the loop only ends; whoever has to know why asks the context. It holds the end that it
// receives from: a ticker goes on ticking, and a `Receiver` keeps its side of the channel open, while the loop lasts.

extension ReceiveEnd {
    /// What is received, until the channel is closed and drained, or the context ends. Go's `for` around a `select` with
    /// `Done`.
    ///
    /// ```swift
    /// for job in jobs.values(in: context) { run(job) }
    /// try context.check()  // to tell one end from the other
    /// ```
    ///
    /// A context that has ended comes before a value. Parks a goroutine, blocks a plain thread.
    @inlinable
    public func values(in context: Context) -> ReceivedValues<Self> { ReceivedValues(self, context) }
}

/// What is received until a context ends; see `values(in:)`. Two loops share the values.
public struct ReceivedValues<End: ReceiveEnd>: Sequence, IteratorProtocol {
    @usableFromInline package let end: End
    @usableFromInline package let context: Context

    @inlinable
    init(_ end: End, _ context: Context) {
        self.end = end
        self.context = context
    }

    /// The next value, waiting for it; nil at the end.
    @inlinable
    public mutating func next() -> End.Element? {
        do {
            return try end.receiving.receive(in: context)
        } catch {
            return nil
        }
    }
}
