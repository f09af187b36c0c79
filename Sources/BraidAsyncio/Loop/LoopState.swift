// Loop › LoopState: what this door keeps per event loop.

internal import BraidCore

/// On the loop's thread only.
final class LoopState {
    unowned let loop: EventLoop
    /// The tasks that have not ended; each knows its place.
    private var unfinished: [TaskCore] = []
    private var lastTask = 0
    private(set) lazy var threads = BlockingThreads(loop: loop)
    /// Nil: written to standard error.
    var exceptionHandler: ((UnhandledError) -> Void)?

    init(loop: EventLoop) {
        self.loop = loop
    }

    /// That of the loop which runs here. Without a loop the program stops, in release too.
    static var here: LoopState {
        guard let loop = EventLoop.current else { failOutside("futures and tasks need an event loop") }
        return of(loop)
    }

    static func of(_ loop: EventLoop) -> LoopState {
        loop.storage.value(LoopState.self) { LoopState(loop: loop) }
    }

    /// Stops the program with the two ways into a loop.
    static func failOutside(_ fact: String) -> Never {
        fatalError(
            """
            \(fact), and this code does not run on it: \
            go in by EventLoop.run { } or EventLoop.runUntilIdle { }, \
            and from other threads use a future's withResolver() or cancelFromAnywhere()
            """)
    }

    /// Tasks that have not ended, the oldest first.
    var tasks: [TaskCore] { unfinished.sorted { $0.number < $1.number } }

    var hasTasks: Bool { !unfinished.isEmpty }

    /// A number for a new task.
    func nextTask() -> Int {
        lastTask += 1
        return lastTask
    }

    func began(_ task: TaskCore) {
        task.place = unfinished.count
        unfinished.append(task)
    }

    /// The last one takes its place.
    func ended(_ task: TaskCore) {
        let last = unfinished.removeLast()
        guard last !== task else { return }
        last.place = task.place
        unfinished[task.place] = last
    }
}
