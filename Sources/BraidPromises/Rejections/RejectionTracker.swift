// Rejections › RejectionTracker: failures that nobody looks at.
//
// ECMAScript's HostPromiseRejectionTracker, with node's timing: whether a rejection is handled is asked at the end of the
// microtask checkpoint in which it happened, so that `catch` may be attached in the same callback, after the fact.
//
// Invariants:
//  - `rejected` holds promises rejected since the last checkpoint, `lateHandled` those that were reported and have got a
//    handler since the last checkpoint.

internal import BraidCore

final class RejectionTracker {
    private unowned let loop: EventLoop
    private var rejected: [PromiseCore] = []
    private var lateHandled: [PromiseCore] = []
    private var isCheckpointRequested = false
    /// Nil: an unhandled rejection ends the loop.
    var onUnhandled: ((UnhandledRejection) -> Void)?
    var onLateHandled: ((UnhandledRejection) -> Void)?

    private init(_ loop: EventLoop) {
        self.loop = loop
    }

    static func of(_ loop: EventLoop) -> RejectionTracker {
        loop.storage.value(RejectionTracker.self) { RejectionTracker(loop) }
    }

    func rejectedUnhandled(_ promise: PromiseCore) {
        rejected.append(promise)
        requestCheckpoint()
    }

    /// A rejected promise gets its first handler.
    func handledLate(_ promise: PromiseCore) {
        guard promise.isReportedUnhandled else { return }
        lateHandled.append(promise)
        requestCheckpoint()
    }

    private func requestCheckpoint() {
        if isCheckpointRequested { return }
        isCheckpointRequested = true
        loop.atCheckpointEnd { [self] in report() }
    }

    /// Reports what this checkpoint has left behind. A handler may do anything, reject promises too: those are
    /// reported when the microtasks have run out again.
    private func report() {
        isCheckpointRequested = false
        let (handled, candidates) = (lateHandled, rejected)
        (lateHandled, rejected) = ([], [])
        for promise in handled { onLateHandled?(UnhandledRejection(promise)) }
        for promise in candidates where !promise.isHandled {
            promise.isReportedUnhandled = true
            let rejection = UnhandledRejection(promise)
            if let onUnhandled { onUnhandled(rejection) } else { return loop.fail(with: rejection.reason) }
        }
    }
}
