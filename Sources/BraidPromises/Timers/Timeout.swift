// Timers › Timeout: code for later, once or again and again.
//
// Node's order: equal timeouts fire in the order in which they were set, a delay below a millisecond is one, microtasks
// run after every single callback, and a timer that is due can still be cleared by a sibling that is due as well.

internal import BraidCore

/// A timer, to be given to `clearTimeout`. Node's class of this name, for `setTimeout` and `setInterval` alike.
///
/// On the loop's thread only. A timer that is set keeps its loop from being idle.
public final class Timeout: @unchecked Sendable {
    // Safety: confined to the loop's thread, which every entry checks.
    private let loop: EventLoop
    private let delay: Duration
    private let repeats: Bool
    private var body: (() throws -> Void)?
    private var timer: LoopTimer?

    init(_ delay: Duration, repeats: Bool, _ body: @escaping () throws -> Void) {
        loop = .forPromises
        self.delay = max(delay, .milliseconds(1))
        self.repeats = repeats
        self.body = body
        set()
    }

    private func set() {
        timer = LoopTimer(on: loop, at: loop.clock.now.advanced(by: delay)) { self.fire() }
    }

    private func fire() {
        timer = nil
        guard let body else { return }
        if !repeats { self.body = nil }
        loop.run(body)
        // The callback may have cleared its own interval.
        if repeats, self.body != nil { set() }
    }

    func clear() {
        loop.preconditionCurrent()
        body = nil
        timer.take()?.cancel()
    }
}

/// Calls `body` once, after `delay` at the earliest. JavaScript's `setTimeout`, with the delay first so that the closure
/// may trail; Python's `loop.call_later`.
///
/// - Parameters:
///   - delay: below one millisecond it is one, as in node.
///   - body: an error that leaves it ends the loop: `EventLoop.runUntilIdle` throws it.
/// - Returns: the handle for `clearTimeout`.
@discardableResult
public func setTimeout(_ delay: Duration = .zero, _ body: sending @escaping () throws -> Void) -> Timeout {
    Timeout(delay, repeats: false, body)
}

/// Calls `body` again and again, `delay` after the call before. JavaScript's `setInterval`.
///
/// - Parameters:
///   - delay: below one millisecond it is one, as in node.
///   - body: an error that leaves it ends the loop: `EventLoop.runUntilIdle` throws it.
/// - Returns: the handle for `clearInterval`.
@discardableResult
public func setInterval(_ delay: Duration = .zero, _ body: sending @escaping () throws -> Void) -> Timeout {
    Timeout(delay, repeats: true, body)
}

/// Takes a timer back, of either kind: its closure is not called any more, also if it is due. JavaScript's `clearTimeout`.
/// Without a timer, and for one that has fired, does nothing.
public func clearTimeout(_ timeout: Timeout?) {
    timeout?.clear()
}

/// Takes a timer back, of either kind: the same as `clearTimeout`, as in JavaScript.
public func clearInterval(_ timeout: Timeout?) {
    timeout?.clear()
}
