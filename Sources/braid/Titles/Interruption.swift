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
        change(SIG_BLOCK)
    }

    /// From now on a signal prints what is done and ends the process.
    static func watch(_ report: Report) {
        _ = PlainThread(name: "braid-signals") {
            var set = mask
            var signal: Int32 = 0
            // Safety: two variables of ours.
            guard unsafe sigwait(&set, &signal) == 0 else { return }
            // Printing waits for a reader who may never read: another signal ends the process at once.
            change(SIG_UNBLOCK)
            report.abandon { _exit(128 + signal) }
        }
    }

    private static var mask: sigset_t {
        var set = sigset_t()
        // Safety: a variable of ours.
        unsafe sigemptyset(&set)
        for signal in signals { unsafe sigaddset(&set, signal) }
        return set
    }

    private static func change(_ how: Int32) {
        var set = mask
        // Safety: the kernel reads our variable.
        unsafe pthread_sigmask(how, &set, nil)
    }
}
