// Braid tests › Forking: what becomes of a child that forks without an exec.

import Glibc

/// What every call says there.
let refusal = "a process forked without exec cannot use Braid; start processes with posix_spawn"

/// Forks. Returns in the child; the parent waits for it and ends with 9 if the child died of a signal, with the child's
/// own status otherwise.
func forkAndAwaitChild() {
    let child = fork()
    if child == 0 { return }
    var status: Int32 = 0
    // Safety: the variable outlives the call.
    _ = unsafe waitpid(child, &status, 0)
    _exit(status & 0x7F != 0 ? 9 : status >> 8)
}

func inForkedChild(_ body: () -> Void) {
    forkAndAwaitChild()
    body()
    _exit(0)
}

/// Swift hides it from view, and for the reasons that these tests show.
func fork() -> pid_t {
    // Safety: the function that has this name, with the type it has.
    let function = unsafe unsafeBitCast(dlsym(nil, "fork"), to: (@convention(c) () -> pid_t).self)
    return function()
}
