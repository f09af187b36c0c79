// Goroutine › Body: a closure that is run once, and let go of when it has run.
//
// The closure a goroutine was launched with lives until the goroutine's very end. Whoever was told before that, by
// `join` or by a wait group, that the work is done would find what the work captured still held for a moment. So what
// announces an end keeps its user's closure in a body, takes it out to run it, and announces afterwards.

final class Body<Closure>: @unchecked Sendable {
    // Safety: made by the launching side, which hands it to one goroutine.
    private var closure: Closure?

    init(_ closure: sending Closure) {
        self.closure = closure
    }

    /// The closure, which the caller is the last to hold. Call once.
    func take() -> Closure {
        guard let closure = closure.take() else { fatalError("a goroutine's body was run twice") }
        return closure
    }
}
