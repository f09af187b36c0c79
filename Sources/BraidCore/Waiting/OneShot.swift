// Waiting › OneShot: a value that is set once, and those who wait for it.
//
// The smallest thing that can be waited for; the result of a goroutine, the response to a request and the end of an
// engine are one each. All that waits and wakes knows no type, and is in OneShotEvent. What is left here is inlinable: as
// generic code that another module cannot see through, one response cost five thousand instructions, most of them to look
// up the metadata of its type and to copy it through witnesses.

@usableFromInline
package final class OneShot<Value>: OneShotEvent, @unchecked Sendable {
    // Safety: written once, before the event has happened, and read only after.
    @usableFromInline var stored: Value?

    @inlinable
    package override init() {}

    /// Sets the value and wakes all who wait for it. To be called once.
    @inlinable
    package func set(_ value: consuming sending Value) {
        mustNotHaveHappened()
        stored = value
        happen()
    }

    /// Waits for the value. May be called any number of times, before and after it was set.
    ///
    /// - Parameter site: for reports, where what is waited for was made.
    package func wait(_ reason: WaitReason, of site: CreationSite = .unknown) -> Value {
        waitForEvent { $0.park(reason, of: site) }
        guard let stored else { fatalError("a wait ended without its value") }
        return stored
    }

    /// The same, with a way to park that may end the wait earlier. Nil if it did, and the value was not there even then.
    @inlinable
    package func wait(_ park: (Waiter) -> Verdict) -> Value? {
        waitForEvent(park)
        return value
    }

    /// The same from a coroutine, which is suspended. Nil if its task was cancelled first.
    @inlinable
    package nonisolated(nonsending) func wait() async -> Value? {
        await waitForEvent()
        return value
    }

    /// Nil as long as it has not been set.
    @inlinable
    package var value: Value? { hasHappened ? stored : nil }
}
