// Reporting › QuitSignal: SIGQUIT prints all goroutines, as in Go, and the program goes on, as a Java program does.
//
// The handler only wakes a thread, which may do anything. A library installs no handler unasked: this waits for a call, or
// for BRAID_DUMP=quit in the environment.

internal import CBraidShims
internal import Glibc

package enum QuitSignal {
    private static let isWatched = Guarded(.door, false)

    /// From now on SIGQUIT prints all goroutines of `scheduler`.
    package static func dump(_ scheduler: Scheduler) {
        let isFirst = isWatched.withLock { isWatched in
            defer { isWatched = true }
            return !isWatched
        }
        guard isFirst else { return }
        let result = braid_quit_watch()
        demand(result == 0, "SIGQUIT cannot be handled: error \(-result)")
        _ = PlainThread(name: "braid-quit") {
            var seen: UInt32 = 0
            while true {
                seen = braid_quit_wait(seen)
                StandardError.write(
                    "braid: SIGQUIT, \(scheduler.liveCount) goroutines\n\n\(GoroutineDump(of: scheduler).text())\n"
                )
            }
        }
    }

    /// Whether `BRAID_DUMP` asks for it.
    static var isWanted: Bool {
        switch Environment.text("BRAID_DUMP") {
        case nil: return false
        case "quit": return true
        case let other?: fatalError("BRAID_DUMP=\(other): only quit is known")
        }
    }
}
