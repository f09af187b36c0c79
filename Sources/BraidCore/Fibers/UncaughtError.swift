// Fibers › UncaughtError: an error that left a goroutine's body, with nobody there to catch it.

/// Leaves a goroutine from any depth, through every `defer` on the way. No error: the goroutine has ended, that is all.
/// In another goroutine, which waited for its value, it is one.
package struct EarlyExit: Error, CustomStringConvertible {
    private let goroutine: UInt64

    package init(of fiber: Fiber) {
        goroutine = fiber.id
    }

    package func isOf(_ fiber: Fiber) -> Bool { fiber.id == goroutine }

    package var description: String { "goroutine \(goroutine) called Goroutine.exit()" }
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
        if let exit = error as? EarlyExit, exit.isOf(fiber) { return }
        guard let handler = handler.withLock({ $0 }) else {
            fatalError("\(fiber.title) ended with an error that nobody caught: \(error)")
        }
        handler(error, fiber)
    }
}
