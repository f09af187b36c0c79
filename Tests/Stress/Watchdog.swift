// Stress › Watchdog: ends a run in which nothing moves any more, and says who waits for what.

internal import BraidCore
internal import BraidTestSupport
internal import Glibc
internal import Synchronization

final class Watchdog: Sendable {
    /// Far longer than any program takes, on a machine that others use as well.
    private static let patience = 20
    private let watched = Shared<Scheduler?>(nil)

    init() {
        _ = PlainThread(name: "stress-watchdog") { [self] in watch() }
    }

    /// The scheduler whose goroutines are named when nothing moves; nil while there is none.
    func watch(_ scheduler: Scheduler?) { watched.withLock { $0 = scheduler } }

    private func watch() -> Never {
        var (seen, quietSeconds) = (Verdicts.progress.load(ordering: .acquiring), 0)
        while true {
            sleep(1)
            let progress = Verdicts.progress.load(ordering: .acquiring)
            quietSeconds = progress == seen ? quietSeconds + 1 : 0
            seen = progress
            if quietSeconds >= Watchdog.patience { giveUp() }
        }
    }

    private func giveUp() -> Never {
        Verdicts.write("nothing has moved for \(Watchdog.patience) seconds\nin \(Verdicts.current)")
        if let scheduler = watched.value {
            Verdicts.write("\(scheduler.liveCount) goroutines have not ended; those that have a stack:")
            for fiber in scheduler.fibers {
                let things = fiber.waitSubject.map { " \($0)" } ?? ""
                Verdicts.write("  \(fiber.title), waiting: \(fiber.waitReason.description)\(things)")
            }
        }
        // Dies of a signal, so that whoever wants the threads' stacks gets them from the core file.
        signal(SIGABRT, SIG_DFL)
        abort()
    }
}
