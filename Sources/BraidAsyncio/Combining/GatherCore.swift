// Combining › GatherCore: the future of several futures.

internal import BraidCore

/// Ends when all of its children have ended, or with the first error; a request to cancel goes to all children.
final class GatherCore: FutureCore, @unchecked Sendable {
    // Safety: as for FutureCore.
    private var children: [FutureCore]
    private var unfinished = 0
    private var isCancelRequested = false
    private let returnsErrors: Bool

    /// - Parameters:
    ///   - children: in the order of the results; the same one may stand there twice.
    ///   - succeed: called once, when all have ended and the results are to be set.
    init(
        _ children: [FutureCore], returnsErrors: Bool, loop: EventLoop, _ succeed: @escaping () throws -> Void
    ) {
        self.children = children
        self.returnsErrors = returnsErrors
        super.init(loop: loop)
        var seen: Set<ObjectIdentifier> = []
        for child in children where seen.insert(ObjectIdentifier(child)).inserted {
            unfinished += 1
            child.addCallback { [self] in childEnded(child, succeed) }
        }
    }

    private func childEnded(_ child: FutureCore, _ succeed: () throws -> Void) {
        unfinished -= 1
        let error: (any Error)? = child.isCancelled ? CancellationError() : child.retrieveError()
        if isDone { return }
        if let error, !returnsErrors {
            finish { _ = end(.failed(error)) }
        } else if unfinished == 0 {
            finish {
                // With errors as results nothing else would show that the whole was cancelled.
                if isCancelRequested { _ = end(.failed(CancellationError())) } else { try succeed() }
            }
        }
    }

    private func finish(_ body: () throws -> Void) {
        do { try body() } catch { _ = end(.failed(error)) }
        children = []
    }

    override func cancel(message: String?) -> Bool {
        guard !isDone else { return false }
        var isAnyCancelled = false
        for child in children where child.cancel(message: message) { isAnyCancelled = true }
        if isAnyCancelled { isCancelRequested = true }
        return isAnyCancelled
    }
}
