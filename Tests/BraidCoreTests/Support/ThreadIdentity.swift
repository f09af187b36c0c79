// Support › ThreadIdentity: which thread runs this, read anew each time.

@testable import BraidCore

/// The worker of the calling thread; each is one thread. Never inlined, and not `pthread_self`, which is declared
/// constant: a compiler may keep that over a switch to another thread.
@inline(never)
func currentThread() -> Worker? {
    Worker.current
}
