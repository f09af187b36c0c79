// Reporting › Deadlock: how a thread that begins to wait wakes the monitor, which sleeps while all goroutines do.
//
// That thread may be the last that could have gone on. The monitor says that it wants to know before it looks for the last
// time; a thread that has not seen this when it began to wait is seen by the monitor as busy, and looked at again. One that
// has seen it says so under the scheduler's lock, where the monitor asks before it sleeps: it may be between the two.
//
// Explored in all interleavings by the tests: see StandstillExplorationTests.

internal import CBraidShims
internal import Glibc
internal import Synchronization

enum Deadlock {
    static let isWatchedFor = Atomic<Bool>(false)

    /// False if `BRAID_DEADLOCK` is `off`: for a program whose goroutines are woken in a way that nobody can see, such as
    /// a debugger's.
    static var isWanted: Bool {
        switch Environment.text("BRAID_DEADLOCK") {
        case nil: return true
        case "off": return false
        case let other?: fatalError("BRAID_DEADLOCK=\(other): only off is known")
        }
    }

    /// A thread is about to wait in Braid, without a limit.
    static func threadParks() {
        if isWatchedFor.load(ordering: .relaxed) { return Scheduler.shared.noteParkedThread() }
        // Where no goroutine was ever started there is no monitor yet, and nobody would look. No deadlock is certain before
        // the main thread waits, so it is enough that this one begins to.
        if braid_thread_id() == getpid() { _ = Scheduler.shared }
    }
}
