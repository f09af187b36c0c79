// Timers › Immediate: code for the loop's next turn.

internal import BraidCore

/// A callback that is queued, to be given to `clearImmediate`. Node's class of this name. On the loop's thread only.
public final class Immediate: @unchecked Sendable {
    // Safety: confined to the loop's thread, which every entry checks.
    private let loop: EventLoop
    private var body: (() throws -> Void)?

    init(_ body: @escaping () throws -> Void) {
        loop = .forPromises
        self.body = body
        loop.callSoon { [self] in
            if let body = self.body.take() { loop.run(body) }
        }
    }

    func clear() {
        loop.preconditionCurrent()
        body = nil
    }
}

/// Calls `body` in the loop's next turn, before timers that become due meanwhile. Node's `setImmediate`; Python's
/// `loop.call_soon`.
///
/// - Parameter body: an error that leaves it ends the loop: `EventLoop.runUntilIdle` throws it.
/// - Returns: the handle for `clearImmediate`.
@discardableResult
public func setImmediate(_ body: sending @escaping () throws -> Void) -> Immediate {
    Immediate(body)
}

/// Takes a callback back that has not run. Node's `clearImmediate`.
public func clearImmediate(_ immediate: Immediate?) {
    immediate?.clear()
}
