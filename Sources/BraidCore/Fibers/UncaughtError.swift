// Fibers › UncaughtError: an error that left a goroutine's body, with nobody there to catch it.

/// Leaves a goroutine from any depth, through every `defer` on the way. No error: the goroutine has ended, that is all.
package struct EarlyExit: Error, CustomStringConvertible {
    package init() {}

    package var description: String { "the goroutine called Goroutine.exit()" }
}

package enum UncaughtError {
    package typealias Handler = @Sendable (any Error, Fiber) -> Void

    private static let handler = Guarded<Handler?>(.door, nil)

    /// Sets what is done instead of ending the program; nil to end it.
    package static func handle(_ handler: Handler?) {
        UncaughtError.handler.withLock { $0 = handler }
    }

    /// Ends the program, as a panic ends a Go program, unless there is a handler: an error must not be lost because
    /// nobody waits for it.
    static func report(_ error: any Error, in fiber: Fiber) {
        if error is EarlyExit { return }
        guard let handler = handler.withLock({ $0 }) else {
            fatalError("\(fiber.title) ended with an error that nobody caught: \(error)")
        }
        handler(error, fiber)
    }
}
