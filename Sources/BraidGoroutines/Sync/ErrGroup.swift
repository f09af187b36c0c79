// Sync › ErrGroup: goroutines that work on parts of one task, any of which may fail.

internal import BraidCore

/// Waits for a number of goroutines and reports the first error. Go's `golang.org/x/sync/errgroup`.
///
/// ```swift
/// let (group, context) = ErrGroup.withContext(.background)
/// for url in urls { group.go { try visit(url, in: context) } }
/// try group.wait()
/// ```
///
/// From goroutines and plain threads.
public final class ErrGroup: Sendable {
    private let running: WaitGroup
    private let permits: Sync.Semaphore?
    private let failures = Guarded<[any Error]>(.door, [])
    private let cancel: Cancel?
    /// Of a nursery: the scope in which goroutines may be started.
    private let scope: NurseryScope?

    /// Makes a group without a context. Reports call it by where that was.
    ///
    /// - Parameter limit: how many goroutines of the group may run at the same time; nil for any number, which is Go's -1.
    ///   Less than one stops the program.
    public convenience init(limit: Int? = nil, fileID: StaticString = #fileID, line: UInt = #line) {
        self.init(limit, cancel: nil, .errGroup, madeAt: CreationSite(fileID: fileID, line: line))
    }

    /// A group, and a context that ends with the first error, which is its cause, or when `wait` returns.
    public static func withContext(
        _ parent: Context, limit: Int? = nil, fileID: StaticString = #fileID, line: UInt = #line
    ) -> (group: ErrGroup, context: Context) {
        withContext(parent, limit, .errGroup, madeAt: CreationSite(fileID: fileID, line: line))
    }

    /// The same, by what reports are to call it.
    static func withContext(
        _ parent: Context, _ limit: Int?, _ reason: WaitReason, madeAt site: CreationSite,
        scope: NurseryScope? = nil
    ) -> (group: ErrGroup, context: Context) {
        let (context, cancel) = parent.withCancel(madeAt: site)
        return (ErrGroup(limit, cancel: cancel, reason, madeAt: site, scope), context)
    }

    private init(
        _ limit: Int?, cancel: Cancel?, _ reason: WaitReason, madeAt site: CreationSite,
        _ scope: NurseryScope? = nil
    ) {
        if let limit { demand(limit > 0, "a limit of \(limit) goroutines lets none run; nil is no limit") }
        running = WaitGroup(reason, madeAt: site)
        permits = limit.map { Sync.Semaphore($0, reason, madeAt: site) }
        self.cancel = cancel
        self.scope = scope
    }

    /// Starts a goroutine; waits first while as many run as the limit allows. Go's `Go`.
    public func go(
        name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
        _ body: sending @escaping () throws -> Void
    ) {
        permits?.acquire()
        start(name, fileID, line, body)
    }

    /// Starts a goroutine; waits first while as many run as the limit allows, until the context ends.
    ///
    /// - Throws: `ContextError` if the context has ended first, or before. Nothing is started then.
    public func go(
        in context: Context, name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
        _ body: sending @escaping () throws -> Void
    ) throws(ContextError) {
        try context.check()
        try permits?.acquire(in: context)
        start(name, fileID, line, body)
    }

    /// Starts a goroutine; waits first while as many run as the limit allows, for `duration` at most.
    ///
    /// - Throws: `ContextError.deadlineExceeded`. Nothing is started then.
    public func go(
        within duration: Duration, name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
        _ body: sending @escaping () throws -> Void
    ) throws(ContextError) {
        try permits?.acquire(within: duration)
        start(name, fileID, line, body)
    }

    /// Starts a goroutine if the limit allows one more now. Go's `TryGo`.
    ///
    /// - Returns: whether it was started.
    public func tryGo(
        name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
        _ body: sending @escaping () throws -> Void
    ) -> Bool {
        guard permits?.tryAcquire() ?? true else { return false }
        start(name, fileID, line, body)
        return true
    }

    /// Waits until all goroutines of the group have ended. Go's `Wait`.
    ///
    /// - Throws: the first error. `errors` has them all.
    public func wait() throws {
        running.wait()
        try conclude()
    }

    /// Waits until all goroutines of the group, or the context, have ended. The goroutines go on in the second case.
    ///
    /// - Throws: the first error, also if others go on, as when it was what ended the context; `ContextError` if the context
    ///   has ended first.
    public func wait(in context: Context) throws {
        try orFail { () throws(ContextError) in try running.wait(in: context) }
        try conclude()
    }

    /// Waits until all goroutines of the group have ended, for `duration` at most. They go on afterwards.
    ///
    /// - Throws: the first error, also if others go on; `ContextError.deadlineExceeded`.
    public func wait(within duration: Duration) throws {
        try orFail { () throws(ContextError) in try running.wait(within: duration) }
        try conclude()
    }

    /// The end of the caller's patience is no news where something has failed.
    private func orFail(_ wait: () throws(ContextError) -> Void) throws {
        do { try wait() } catch { throw errors.first ?? error }
    }

    /// When nothing of the group runs any more.
    package func conclude() throws {
        cancel?()
        if let first = errors.first { throw first }
    }

    /// All errors so far, in the order in which goroutines failed. Go keeps the first only.
    public var errors: [any Error] { failures.withLock { $0 } }

    /// For a coroutine, which waits for these first.
    package var goroutines: WaitGroup { running }

    private func start(
        _ name: String?, _ fileID: StaticString, _ line: UInt, _ body: sending @escaping () throws -> Void
    ) {
        running.add()
        // After it has been counted: see NurseryScope.
        scope?.mustGoOn()
        let site = CreationSite(fileID: fileID, line: line)
        Scheduler.launch(name: name, stackSize: nil, site: site, listener: self) {
            do {
                try body()
            } catch let exit as EarlyExit where Fiber.running.map(exit.isOf) == true {
                // The goroutine has ended, and nothing has failed.
            } catch {
                self.fail(error)
            }
        }
    }

    func fail(_ error: any Error) {
        let isFirst = failures.withLock { failures in
            failures.append(error)
            return failures.count == 1
        }
        if isFirst { cancel?(error) }
    }
}

extension ErrGroup: EndListener {
    func goroutineHasEnded() {
        permits?.release()
        running.done()
    }
}
