// Scheduling › Displaced: where a goroutine that has lost its seat goes back into the queue.
//
// Somebody else is in its seat, so no more are to run than there are seats. What waits, yields or ends comes by the
// scheduler anyway. A goroutine that goes on without a wait comes by here: with a `go`, and first thing in calls that may
// wait, but mostly need not. Not in those that only try: they may be made with a lock of the core held.

public import CBraidShims

/// The goroutine that calls, if it has lost its seat.
@usableFromInline
package enum Displaced {
    /// Goes behind those who wait; the child of a fork is stopped.
    @inlinable
    @inline(__always)
    package static func rejoin() {
        if braid_attention_is_wanted() != 0 { lookWhoCalls() }
    }

    @usableFromInline
    @inline(never)
    static func lookWhoCalls() {
        ForkedProcess.refuse()
        if Worker.current?.wasReplaced == true { Fiber.current?.yieldToAll() }
    }
}
