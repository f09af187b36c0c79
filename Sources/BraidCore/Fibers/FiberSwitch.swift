// Fibers › FiberSwitch: from one context to another, with all that travels.

internal import CBraidShims

enum FiberSwitch {
    /// Leaves `from` and goes on in `to`; returns when somebody switches back, perhaps on another thread.
    ///
    /// `stack` is the stack of `to`, nil for a thread's own. `isLast` says that nobody will switch back.
    @inline(__always)
    static func go(
        from: UnsafeMutablePointer<braid_context>, to: UnsafeMutablePointer<braid_context>,
        stack: @autoclosure () -> Stack?, state: TravellingState, isLast: Bool = false
    ) {
        if !state.carriesAccesses {
            // Safety: as below.
            unsafe goMovingAccesses(from: from, to: to, stack: stack(), state: state, isLast: isLast)
            return
        }
        // Safety: the caller runs on `from` and owns `to`, which is not running.
        unsafe state.swap(from: from, to: to)
        if braid_sanitizer_active != 0 {
            let stack = stack()
            unsafe braid_sanitizer_switch_begins(isLast ? nil : from, to, stack?.base, stack?.size ?? 0)
        }
        unsafe braid_context_switch(from, to)
        if braid_sanitizer_active != 0 { unsafe braid_sanitizer_switch_ended(from) }
    }

    /// The same on a runtime whose list of open accesses was not found: its own functions take the list out of the
    /// thread before the switch and put it back after it.
    @inline(never)
    private static func goMovingAccesses(
        from: UnsafeMutablePointer<braid_context>, to: UnsafeMutablePointer<braid_context>,
        stack: Stack?, state: TravellingState, isLast: Bool
    ) {
        // Safety: the four words lie on the stack that is left, and are read again on that stack only.
        unsafe withUnsafeTemporaryAllocation(of: UInt.self, capacity: 4) { accesses in
            unsafe accesses.initialize(repeating: 0)
            unsafe braid_swift_take_accesses(accesses.baseAddress)
            unsafe state.swap(from: from, to: to)
            if braid_sanitizer_active != 0 {
                unsafe braid_sanitizer_switch_begins(isLast ? nil : from, to, stack?.base, stack?.size ?? 0)
            }
            unsafe braid_context_switch(from, to)
            if braid_sanitizer_active != 0 { unsafe braid_sanitizer_switch_ended(from) }
            unsafe braid_swift_restore_accesses(accesses.baseAddress)
        }
    }
}

/// Where a fresh stack begins: the switch to a prepared context calls this on it. Never returns.
@_cdecl("braid_fiber_main")
func fiberMain(_ context: UnsafeMutablePointer<braid_context>) {
    // Safety: the context is the first field of the record at the top of this stack.
    if braid_sanitizer_active != 0 { braid_sanitizer_switch_ended(nil) }
    let fiber = unsafe Fiber(context: context)
    while true {
        fiber.run()
        // Returns with another goroutine in this one's place, or not at all.
        Worker.finish(fiber)
    }
}
