// Timers › Callbacks: where a door's callbacks meet the loop.

internal import BraidCore

extension EventLoop {
    /// The loop that runs here; without one nothing of this module can work.
    static var forPromises: EventLoop {
        guard let loop = EventLoop.current else {
            fatalError(
                "a promise or one of its timers was made outside of any event loop; "
                    + "the ways in are EventLoop.run { } and EventLoop.runUntilIdle { }")
        }
        return loop
    }

    /// Runs a callback of the user's. An error that leaves it ends the loop, as an uncaught exception ends node.
    func run(_ callback: () throws -> Void) {
        do { try callback() } catch { fail(with: error) }
    }
}

/// Runs `body` after the code that runs now, before the next timer or other callback. JavaScript's `queueMicrotask`.
///
/// Microtasks run in the order in which they were queued, the reactions of promises among them, and those that they
/// queue run in the same checkpoint. An error that leaves `body` ends the loop: `EventLoop.runUntilIdle` throws it.
public func queueMicrotask(_ body: sending @escaping () throws -> Void) {
    // The loop is not captured: it is the current one again when the microtask runs.
    EventLoop.forPromises.queueMicrotask { EventLoop.forPromises.run(body) }
}
