// EventLoop › Run: the ways into a loop.
//
// On a plain thread the loop runs right there. On a goroutine of a seeded run the scheduler drives it, on the only
// thread there is. On any other goroutine it gets a thread of its own, because a goroutine may change threads and a
// loop may not; the goroutine parks until the loop has ended.

internal import CBraidShims

extension EventLoop {
    /// Runs `body` as a callback of a new loop, and the loop until nothing is left to do: no callback, no timer, no
    /// request under way. What node does with a script.
    ///
    /// To be called from a plain thread or a goroutine, not from async code.
    ///
    /// - Throws: what `body` throws, or what a later callback lets escape; the loop ends at once then.
    @available(*, noasync)
    public static func runUntilIdle(_ body: sending @escaping () throws -> Void) throws {
        let failure = SharedVariable<any Error>()
        operate { loop in
            do { try body() } catch { loop.fail(with: error) }
        } until: { loop in
            failure.value = loop.failure
            return loop.failure != nil || loop.isIdle
        }
        if let error = failure.value { throw error }
    }

    /// Runs `start` as the first callback of a new loop, and the loop until `isOver`, which is asked after each turn.
    package static func operate(
        _ start: sending @escaping (EventLoop) -> Void, until isOver: sending @escaping (EventLoop) -> Bool
    ) {
        demand(
            EventLoop.current == nil, "an event loop cannot be run inside another on the same thread")
        demand(
            braid_swift_in_task() == 0, "an event loop cannot be run from async code; await the coroutine")
        guard let fiber = Fiber.current else { return operateHere(start, until: isOver) }
        if fiber.scheduler.isSeeded { return operateOnHost(fiber.scheduler, start, until: isOver) }
        let ended = OneShot<Void>()
        // Not in one tuple: a tuple that a closure is moved into releases what it captured too often (Swift 6.3.1).
        let (start, isOver) = (Handed(value: start), Handed(value: isOver))
        _ = PlainThread(name: "braid-loop") {
            operateHere(start.value, until: isOver.value)
            ended.set(())
        }
        ended.wait(.eventLoop)
    }

    private static func operateHere(_ start: @escaping (EventLoop) -> Void, until isOver: (EventLoop) -> Bool)
    {
        let loop = EventLoop(host: nil)
        loop.drive(start: { start(loop) }, until: { isOver(loop) })
    }

    private static func operateOnHost(
        _ host: Scheduler, _ start: @escaping (EventLoop) -> Void, until isOver: @escaping (EventLoop) -> Bool
    ) {
        let loop = EventLoop(host: host)
        let ended = OneShot<Void>()
        loop.beginOnHost(start: { start(loop) }, until: { isOver(loop) }, ended: ended)
        ended.wait(.eventLoop)
    }
}

/// A variable that two closures on one thread share.
final class SharedVariable<Value>: @unchecked Sendable {
    // Safety: written and read on the loop's thread, and by its caller when the loop has ended.
    var value: Value?
}
