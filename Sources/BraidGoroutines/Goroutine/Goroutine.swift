// Goroutine › Goroutine: what a goroutine knows about itself, and can do to itself.

internal import BraidCore
internal import Glibc

/// The goroutine that calls. Go's package `runtime`.
///
/// Swift's task-local values are goroutine-local in a goroutine: a value bound with `withValue` is seen by this goroutine
/// only, wherever it goes on running, and not by those it starts.
public enum Goroutine {
    /// Lets others run and goes on afterwards. Go's `runtime.Gosched`. On a plain thread, the kernel's yield.
    public static func yield() {
        if let fiber = Fiber.current { return fiber.yield() }
        if Fiber.yieldPinned() { return }
        ForkedProcess.refuse()
        sched_yield()
    }

    /// Ends the goroutine that calls, through every `defer` on the way. Go's `runtime.Goexit`.
    ///
    /// It travels as an error, which `try?` and `catch` swallow. A spawned goroutine's `join` throws it, since there is no
    /// value; for who joins it is an error like any other, and does not end his goroutine in silence. On a plain thread,
    /// where there is no goroutine to end, it stops the program.
    public static func exit() throws -> Never {
        guard let fiber = Fiber.running else {
            fatalError("Goroutine.exit was called outside of a goroutine")
        }
        throw EarlyExit(of: fiber)
    }

    /// The goroutine that calls; nil on a plain thread and inside a Swift task.
    public static var current: Identity? { Fiber.running.map(Identity.init) }

    /// How many goroutines have been started and have not ended, on the scheduler of the caller. Go's
    /// `runtime.NumGoroutine`.
    public static var count: Int { Scheduler.current.liveCount }

    /// How many goroutines may run at the same time, on the scheduler of the caller; Go's `runtime.GOMAXPROCS`. At first
    /// the number of processors that this process may use, or the environment variable `BRAID_WORKERS`.
    ///
    /// May be set from anywhere, to a number from 1 to 64 (more if there were more at the start); another stops the
    /// program, and so does setting it in a seeded run, which has one worker. With fewer than before, those that are too
    /// many end what they run, up to its next wait.
    public static var workers: Int {
        get { Scheduler.current.workerTarget }
        set { Scheduler.current.workerTarget = newValue }
    }

    /// Sets what is done, in the goroutine itself, when an error leaves its body; the goroutine ends afterwards. Nil, as
    /// at the start, ends the program with the error and the place where the goroutine was created.
    public static func onUncaughtError(_ handler: (@Sendable (any Error, Identity) -> Void)?) {
        guard let handler else { return UncaughtError.handle(nil) }
        UncaughtError.handle { error, fiber in handler(error, Identity(fiber)) }
    }
}

extension Goroutine {
    /// A number that no two goroutines of a scheduler share.
    public struct ID: Hashable, Sendable, CustomStringConvertible {
        let number: UInt64

        /// The number.
        public var description: String { "\(number)" }
    }

    /// Which goroutine it is, for logs and reports.
    public struct Identity: Sendable, CustomStringConvertible {
        /// Its number.
        public let id: ID
        /// The name it was started with.
        public let name: String?
        /// Where it was created: `Module/File.swift:line`.
        public let creationSite: String
        /// All of this in one line.
        public let description: String

        init(_ fiber: Fiber) {
            id = ID(number: fiber.id)
            name = fiber.name
            creationSite = fiber.site.description
            description = fiber.title
        }
    }
}
