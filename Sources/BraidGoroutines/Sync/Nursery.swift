// Sync › Nursery: goroutines that cannot outlive the scope that started them.
//
// The scope waits for its children before it returns or throws. The first error, the scope's own or a child's, ends the
// context of the others; what they throw only because of that is no error of its own.

internal import BraidCore

/// Several goroutines of one scope failed.
public struct GoroutineErrors: Error, CustomStringConvertible {
    /// What they threw, in the order in which they failed.
    public let errors: [any Error]

    /// One line for a reader.
    public var description: String {
        "\(errors.count) goroutines failed: " + errors.map { "\($0)" }.joined(separator: "; ")
    }
}

/// Whether a nursery's scope goes on.
///
/// Who starts a goroutine counts it first and then looks whether the scope has ended. Whoever ends the scope says so first and
/// then looks whether anybody is counted. So one of them sees the other.
final class NurseryScope: Sendable {
    private let hasEnded = Guarded(.door, false)
    private let site: CreationSite

    init(at site: CreationSite) {
        self.site = site
    }

    func end() {
        hasEnded.withLock { $0 = true }
    }

    func mustGoOn() {
        demand(
            !hasEnded.withLock { $0 },
            "a goroutine was started in the nursery of \(site), whose scope has ended")
    }
}

/// The goroutines of one scope; see `withGoroutines`. Once the scope has ended, which its goroutines do not outlive, starting
/// another stops the program.
public struct Nursery: Sendable {
    /// Ends with the first error, and with the scope. Children are to heed it.
    public let context: Context
    private let group: ErrGroup

    init(_ group: ErrGroup, _ context: Context) {
        self.group = group
        self.context = context
    }

    /// Starts a goroutine that the scope waits for; waits first while as many run as the scope's limit allows. An error
    /// that leaves `body` ends the context of all others.
    public func go(
        name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
        _ body: sending @escaping () throws -> Void
    ) {
        group.go(name: name, fileID: fileID, line: line, body)
    }

    /// The same, waiting while as many run as the limit allows until the context ends; as a rule, the nursery's own.
    ///
    /// - Throws: `ContextError` if the context has ended first, or before. Nothing is started then.
    public func go(
        in context: Context, name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
        _ body: sending @escaping () throws -> Void
    ) throws(ContextError) {
        try group.go(in: context, name: name, fileID: fileID, line: line, body)
    }

    /// The same, waiting while as many run as the limit allows for `duration` at most.
    ///
    /// - Throws: `ContextError.deadlineExceeded`. Nothing is started then.
    public func go(
        within duration: Duration, name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
        _ body: sending @escaping () throws -> Void
    ) throws(ContextError) {
        try group.go(within: duration, name: name, fileID: fileID, line: line, body)
    }
}

/// Runs `body`, and returns what it returns when all goroutines that it started in the nursery have ended. Trio's
/// nursery; Go has none.
///
/// ```swift
/// let total = try withGoroutines { nursery in
///     for url in urls { nursery.go { try sizes.send(fetch(url, in: nursery.context)) } }
///     return try urls.reduce(0) { sum, _ in try sum + (sizes.receive(in: nursery.context) ?? 0) }
/// }
/// ```
///
/// - Parameters:
///   - context: ends the nursery's context when it ends.
///   - limit: how many of the goroutines may run at the same time; nil for any number.
/// - Throws: what `body` or a goroutine throws; `GoroutineErrors` if there are several. After the first, a `ContextError` that
///   says what the nursery's own context does is not counted: it is taken to come of that, as it does not say which context
///   it came of.
public func withGoroutines<Result>(
    in context: Context = .background, limit: Int? = nil, fileID: StaticString = #fileID, line: UInt = #line,
    _ body: (Nursery) throws -> Result
) throws -> Result {
    let site = CreationSite(fileID: fileID, line: line)
    let scope = NurseryScope(at: site)
    let (group, inner) = ErrGroup.withContext(context, limit, .nursery, madeAt: site, scope: scope)
    let result: Swift.Result<Result, any Error>
    do {
        result = .success(try body(Nursery(group, inner)))
    } catch {
        group.fail(error)
        result = .failure(error)
    }
    try? group.wait()
    scope.end()
    // For one that somebody else has started meanwhile.
    try? group.wait()
    let errors = group.errors
    // What only says why the context has ended, whether by the first error or with an outer one, is no error of its own.
    let end = inner.error ?? .cancelled
    let own = errors.enumerated().filter { $0.offset == 0 || $0.element as? ContextError != end }
    if own.count > 1 { throw GoroutineErrors(errors: own.map(\.element)) }
    if let first = errors.first { throw first }
    return try result.get()
}
