// Rejections › UnhandledRejection: what a program may do about failures that nobody looks at.

internal import BraidCore

/// A promise that was rejected while nobody had asked how it would settle. What node gives to the listeners of
/// `unhandledRejection` and `rejectionHandled`.
public struct UnhandledRejection: Hashable {
    private let core: PromiseCore
    /// Why the promise was rejected.
    public let reason: any Error

    init(_ promise: PromiseCore) {
        guard case .failure(let reason) = promise.outcome else {
            preconditionFailure("only a rejected promise can be reported")
        }
        core = promise
        self.reason = reason
    }

    /// Whether both are of the same promise.
    public static func == (left: UnhandledRejection, right: UnhandledRejection) -> Bool {
        left.core === right.core
    }

    /// Hashes the promise's identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(core)) }
}

/// Has `handler` called for every promise of this loop that was rejected and is without a handler when the microtasks have
/// run out. Node's `process.on('unhandledRejection')`; a second call replaces the first.
///
/// Without it such a rejection ends the loop: `EventLoop.runUntilIdle` throws its reason, as node ends the process. An
/// error that `handler` throws does the same.
public func onUnhandledRejection(_ handler: sending @escaping (UnhandledRejection) throws -> Void) {
    let loop = EventLoop.forPromises
    RejectionTracker.of(loop).onUnhandled = { rejection in loop.run { try handler(rejection) } }
}

/// Has `handler` called for every promise of this loop that was reported as unhandled and has got a handler after all.
/// Node's `process.on('rejectionHandled')`; a second call replaces the first.
public func onRejectionHandled(_ handler: sending @escaping (UnhandledRejection) throws -> Void) {
    let loop = EventLoop.forPromises
    RejectionTracker.of(loop).onLateHandled = { rejection in loop.run { try handler(rejection) } }
}
