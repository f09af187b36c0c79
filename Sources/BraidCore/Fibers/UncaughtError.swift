// Fibers › UncaughtError: an error that left a goroutine's body, with nobody there to catch it.

package enum UncaughtError {
    /// Ends the program, as a panic ends a Go program: an error must not be lost because nobody waits for it.
    static func report(_ error: any Error, in fiber: Fiber) -> Never {
        fatalError("\(fiber.title) ended with an error that nobody caught: \(error)")
    }
}
