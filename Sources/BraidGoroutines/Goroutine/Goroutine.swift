// Goroutine › Goroutine: what a goroutine can do to itself.

internal import BraidCore
internal import Glibc

/// The goroutine that calls. Go's package `runtime`.
public enum Goroutine {
    /// Lets others run and goes on afterwards. Go's `runtime.Gosched`. On a plain thread, the kernel's yield.
    public static func yield() {
        if let fiber = Fiber.current { return fiber.yield() }
        ForkedProcess.refuse()
        sched_yield()
    }
}
