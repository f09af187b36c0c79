// Fibers › StackGuard: the addresses below a stack, where a touch kills the process instead of breaking a neighbour.
//
// A frame is not touched from its top to its bottom: a C function with a buffer of 20 KiB may first write to the far end
// of it, and would step over a guard of one page. Where the kernel can mark pages as guards inside a mapping
// (MADV_GUARD_INSTALL, Linux 6.13), 64 KiB of them cost no memory and no mapping of their own. Elsewhere a guard is made
// by mprotect, which splits the mapping in two; it stays at one page, as it was and as it is under most threads.
//
// Guards outlive MADV_DONTNEED, of either kind.

internal import CBraidShims

enum StackGuard: Sendable {
    /// Marked in the page tables; the mapping stays whole.
    case installed
    /// A mapping of its own without permissions.
    case protected

    /// The wide one, if the kernel has it.
    static let best = braid_memory_can_install_guards() != 0 ? StackGuard.installed : .protected

    /// Bytes: a power of two.
    var size: Int {
        switch self {
        case .installed: max(64 * 1024, Stack.pageSize)
        case .protected: Stack.pageSize
        }
    }

    /// Makes what lies below `stack`, which nobody uses yet, its guard.
    func put(below stack: Stack) {
        // Safety: the slab reserved these addresses for this guard.
        let start = unsafe stack.base - size
        let result =
            switch self {
            case .installed: unsafe braid_memory_install_guard(start, size)
            case .protected: unsafe braid_memory_protect(start, size)
            }
        if result != 0 { fatalError(complaint(-result)) }
    }

    func complaint(_ error: Int32) -> String {
        """
        cannot protect the end of a goroutine's stack (error \(error)): too many memory mappings. On a kernel before \
        Linux 6.13 every stack needs two, so that with vm.max_map_count at its default of 65530 a process can have about \
        32700 goroutines that have started and not ended. Raise vm.max_map_count, or use a newer kernel.
        """
    }
}
