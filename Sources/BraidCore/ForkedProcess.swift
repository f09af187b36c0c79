// The child of a process that forked without an exec: its schedulers and loops have lost their threads.
//
// How it is noticed without a cost for everybody else stands in braid_forking.h.

internal import CBraidShims

package enum ForkedProcess {
    /// Whether this process is one.
    static var isCurrent: Bool { braid_fork_is_child() != 0 }

    /// Stops such a process. For paths that only it, or somebody who can afford the question, comes along.
    package static func refuse() {
        demand(
            !isCurrent,
            "a process forked without exec cannot use Braid; start processes with posix_spawn")
    }
}
