// Context › Context: how long work may go on, and what goes with it, handed down from caller to callee.
//
// A value: the node of the cancellation tree that it belongs to, its deadline, and a list of values. Only what can be
// cancelled by itself has a node of its own.

internal import BraidCore

/// Tells work when to stop. Go's `context.Context`.
///
/// ```swift
/// let (context, cancel) = Context.background.withTimeout(.seconds(2))
/// defer { cancel() }
/// let page = try results.receive(in: context)
/// ```
///
/// Contexts form a tree: whoever cancels one cancels all that were made from it. Call the `cancel` that comes with a
/// context when its work has ended; its parent holds it until then. May be used from anywhere.
public struct Context: Sendable {
    let cancellation: Cancellation?
    let values: ContextValues?
    /// When it ends by itself; nil without a deadline. Go's `Deadline()`.
    public let deadline: Goroutine.Instant?

    /// Never ends, has no deadline and no values: the root of every tree. Go's `context.Background()`.
    public static let background = Context(cancellation: nil, values: nil, deadline: nil)

    /// Closed when the context ends; nil if it never does. To be received from, alone or in a select. Go's `Done()`.
    ///
    /// `done.receive()` waits for ever where it is nil, as in Go; `done?.receive()` goes on at once there. Reports call it by
    /// where the context was made.
    public var done: ReceiveChannel<Never>? { cancellation?.done.receiving }

    /// Why it ended; nil as long as it has not. Go's `Err()`.
    public var error: ContextError? { cancellation?.error }

    /// The reason that was given when it was cancelled, otherwise the same as `error`. Go's `context.Cause`.
    public var cause: (any Error)? { cancellation?.cause }

    /// For work that does not wait: goes on, or throws if the context has ended.
    public func check() throws(ContextError) {
        if let error { throw error }
    }

    /// A context that `cancel` ends, or this one's end. Go's `context.WithCancelCause`.
    public func withCancel(
        fileID: StaticString = #fileID, line: UInt = #line
    ) -> (context: Context, cancel: Cancel) {
        withCancel(madeAt: CreationSite(fileID: fileID, line: line))
    }

    func withCancel(madeAt site: CreationSite) -> (context: Context, cancel: Cancel) {
        let node = Cancellation(childOf: cancellation, madeAt: site)
        return (Context(cancellation: node, values: values, deadline: deadline), Cancel(node))
    }

    /// A context that ends after `duration`, or with this one. Go's `context.WithTimeoutCause`.
    ///
    /// - Parameter cause: what `cause` says then; the error itself if nil.
    public func withTimeout(
        _ duration: Duration, cause: (any Error)? = nil, fileID: StaticString = #fileID, line: UInt = #line
    ) -> (context: Context, cancel: Cancel) {
        withDeadline(.now.advanced(by: duration), cause: cause, fileID: fileID, line: line)
    }

    /// A context that ends at `deadline`, or with this one; at once if the deadline has passed. An earlier deadline of
    /// this context stays. Go's `context.WithDeadlineCause`.
    public func withDeadline(
        _ deadline: Goroutine.Instant, cause: (any Error)? = nil, fileID: StaticString = #fileID,
        line: UInt = #line
    ) -> (context: Context, cancel: Cancel) {
        let site = CreationSite(fileID: fileID, line: line)
        if let earlier = self.deadline, earlier <= deadline { return withCancel(madeAt: site) }
        let node = Cancellation(childOf: cancellation, madeAt: site)
        if deadline <= .now {
            node.end(.deadlineExceeded, cause: cause)
        } else {
            node.end(at: deadline, cause: cause, site)
        }
        return (Context(cancellation: node, values: values, deadline: deadline), Cancel(node))
    }

    /// A context with the same values that never ends. Go's `context.WithoutCancel`.
    public func withoutCancel() -> Context {
        Context(cancellation: nil, values: values, deadline: nil)
    }

    /// Runs `body` in a goroutine of its own when the context ends; at once if it has. Go's `context.AfterFunc`.
    ///
    /// - Returns: a function that takes this back. It returns whether `body` will not run because of that call: false if
    ///   it was started, or taken back, already.
    @discardableResult
    public func afterFunc(
        fileID: StaticString = #fileID, line: UInt = #line, _ body: @escaping @Sendable () -> Void
    ) -> @Sendable () -> Bool {
        guard let cancellation else {
            let never = AfterNever()
            return { never.takeBack() }
        }
        let place = cancellation.add(.function(body, CreationSite(fileID: fileID, line: line)))
        return { place.map { $0.parent.remove($0.number) } ?? false }
    }
}

/// Ends a context. Go's `context.CancelCauseFunc`.
public struct Cancel: Sendable {
    private let node: Cancellation

    init(_ node: Cancellation) {
        self.node = node
    }

    /// Ends the context and all that were made from it, before it returns. Calls after the first wait for that, if need be,
    /// and do nothing else.
    ///
    /// - Parameter cause: what the context's `cause` says then.
    public func callAsFunction(_ cause: (any Error)? = nil) {
        node.end(.cancelled, cause: cause)
    }

    /// The same for a goroutine that is about to end, and cannot park any more.
    func withoutWaiting() {
        node.end(.cancelled, cause: nil, isPatient: false)
    }
}

/// A function on a context that never ends can be taken back once, too.
private final class AfterNever: Sendable {
    private let isTakenBack = Guarded(.door, false)

    func takeBack() -> Bool {
        isTakenBack.withLock { isTakenBack in
            defer { isTakenBack = true }
            return !isTakenBack
        }
    }
}
