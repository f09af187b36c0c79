// Titles › Interruption: Ctrl-C, and what `kill` sends: what is done is printed whole, and that is the end.
//
// A signal handler may do next to nothing, and a library must not install one unasked. This is a command: it blocks the
// two signals before it has a second thread, and lets a thread of its own wait for them, which may do anything.

internal import BraidCore
internal import Glibc

enum Interruption {
    private static let signals = [SIGINT, SIGTERM]

    /// Has both signals wait until `watch` looks for them. To be called before there are other threads, which inherit it.
    static func hold() {
        Signals.change(SIG_BLOCK, signals)
    }

    /// From now on a signal prints what is done in this report, which takes the place of another, and ends the process.
    static func watch(_ report: Report) {
        // The one before, which has a channel, must not go with the lock held.
        let before = watched.withLock { watched in
            let before = watched
            watched = report
            return before
        }
        withExtendedLifetime(before) { _ = thread }
    }

    private static let watched = Guarded<Report?>(.door, nil)

    private static let thread = PlainThread(name: "braid-signals") {
        var set = Signals.set(signals)
        var signal: Int32 = 0
        // Safety: two variables of ours.
        guard unsafe sigwait(&set, &signal) == 0 else { return }
        // Printing waits for a reader who may never read: another signal ends the process at once.
        Signals.change(SIG_UNBLOCK, signals)
        watched.withLock { $0 }?.abandon { _exit(128 + signal) }
    }
}

/// What the calling thread, and those that it starts, hear of.
enum Signals {
    static func set(_ signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        // Safety: a variable of ours.
        unsafe sigemptyset(&set)
        for signal in signals { unsafe sigaddset(&set, signal) }
        return set
    }

    /// - Parameter how: `SIG_BLOCK` or `SIG_UNBLOCK`.
    static func change(_ how: Int32, _ signals: [Int32]) {
        var set = set(signals)
        // Safety: the kernel reads our variable.
        unsafe pthread_sigmask(how, &set, nil)
    }
}
