// Channel › Receiving: a channel as a sequence, for those who may block.
//
// A channel is a sequence for goroutines and, with BraidBridges, one for coroutines. In a coroutine the compiler prefers the
// former wherever the call looks alike, and the coroutine's thread is blocked. What looks alike is therefore declared once
// more, for goroutines and threads alone; for a loop, `makeIterator` says so.

extension Sequence where Self: ReceiveEnd {
    /// What `transform` makes of each value, once the channel is closed and drained.
    @available(*, noasync, message: "it blocks the thread; use 'for try await', with BraidBridges")
    @inlinable
    public func map<Transformed, Failure: Error>(
        _ transform: (Element) throws(Failure) -> Transformed
    ) throws(Failure) -> [Transformed] {
        var (all, values): ([Transformed], Iterator) = ([], makeIterator())
        while let value = values.next() { all.append(try transform(value)) }
        return all
    }

    /// The first value that fulfils `predicate`; nil if the channel is closed and drained before. Those before it are gone.
    @available(*, noasync, message: "it blocks the thread; use 'for try await', with BraidBridges")
    @inlinable
    public func first(where predicate: (Element) throws -> Bool) rethrows -> Element? {
        var values = makeIterator()
        while let value = values.next() { if try predicate(value) { return value } }
        return nil
    }

    /// What comes of all values, one after another, once the channel is closed and drained.
    @available(*, noasync, message: "it blocks the thread; use 'for try await', with BraidBridges")
    @inlinable
    public func reduce<Outcome>(
        _ initial: Outcome, _ next: (Outcome, Element) throws -> Outcome
    ) rethrows -> Outcome {
        var (outcome, values) = (initial, makeIterator())
        while let value = values.next() { outcome = try next(outcome, value) }
        return outcome
    }

    /// The same, by changing what has come of them so far.
    @available(*, noasync, message: "it blocks the thread; use 'for try await', with BraidBridges")
    @inlinable
    public func reduce<Outcome>(
        into initial: Outcome, _ update: (inout Outcome, Element) throws -> Void
    ) rethrows -> Outcome {
        var (outcome, values) = (initial, makeIterator())
        while let value = values.next() { try update(&outcome, value) }
        return outcome
    }

    /// The first values, `maxLength` at most, which are received as they are asked for.
    @available(*, noasync, message: "it blocks the thread; use 'for try await', with BraidBridges")
    @inlinable
    public func prefix(_ maxLength: Int) -> PrefixSequence<Self> {
        PrefixSequence(self, maxLength: maxLength)
    }

    /// The values up to the first that does not fulfil `predicate`, which is gone with them; all, if the channel is closed and
    /// drained before.
    @available(*, noasync, message: "it blocks the thread; use 'for try await', with BraidBridges")
    @inlinable
    public func prefix(while predicate: (Element) throws -> Bool) rethrows -> [Element] {
        var (all, values): ([Element], Iterator) = ([], makeIterator())
        while let value = values.next(), try predicate(value) { all.append(value) }
        return all
    }
}
