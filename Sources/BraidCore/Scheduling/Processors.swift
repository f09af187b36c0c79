// Scheduling › Processors: how many threads can run at once.

internal import CBraidShims

package enum Processors {
    /// The processors that this process may use: fewer than the machine has under taskset or in a container.
    package static let available = max(1, Int(braid_thread_processors()))
}
