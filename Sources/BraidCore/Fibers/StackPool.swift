// Fibers › StackPool: the free stacks of a scheduler, by size.
//
// Stacks are carved from slabs of 16, so that a mapping serves many (the kernel allows 65,530 mappings by default),
// and handed out last in, first out: the most recently freed stack is the one whose pages are in the cache.

internal import CBraidShims

final class StackPool: Sendable {
    private let state = Guarded(.stacks, State())

    private struct State: ~Copyable {
        var free: [Int: [Stack]] = [:]
        var slabs: [StackSlab] = []

        mutating func take(size: Int) -> Stack {
            if let stack = free[size]?.popLast() { return stack }
            let slab = StackSlab(stackSize: size)
            slabs.append(slab)
            var stacks = slab.stacks
            let first = stacks.removeLast()
            free[size, default: []].append(contentsOf: stacks)
            return first
        }
    }

    /// A stack of a rounded size.
    func take(size: Int) -> Stack {
        state.withLock { $0.take(size: size) }
    }

    /// As many stacks of a rounded size as the buffer has room for.
    func take(size: Int, into buffer: UnsafeMutableBufferPointer<Stack>) {
        state.withLock { state in
            // Safety: the caller's buffer; each place is written once.
            for place in buffer.indices {
                unsafe buffer.initializeElement(at: place, to: state.take(size: size))
            }
        }
    }

    func give(back stack: Stack) {
        state.withLock { $0.free[stack.size, default: []].append(stack) }
    }

    /// All of one size.
    func give(back stacks: UnsafeBufferPointer<Stack>) {
        // Safety: the caller's buffer, which is read here only.
        guard let size = unsafe stacks.first?.size else { return }
        state.withLock { unsafe $0.free[size, default: []].append(contentsOf: stacks) }
    }

    /// Every stack there is, free or in use.
    var all: [Stack] {
        state.withLock { $0.slabs.flatMap(\.stacks) }
    }

    deinit {
        // The scheduler that owns the pool has ended, so no fiber runs on these stacks.
        state.withLock { state in
            for slab in state.slabs { slab.unmap() }
        }
    }
}

/// One mapping, cut into stacks of one size.
@safe
struct StackSlab: @unchecked Sendable {
    // Safety: mapped in `init`, unmapped by the pool at its end.
    private let base: UnsafeMutableRawPointer
    private let stackSize: Int

    private static let count = 16

    init(stackSize: Int) {
        let size = stackSize * StackSlab.count
        // Safety: asks for fresh memory, which becomes this slab's.
        guard let base = unsafe braid_memory_map(size) else {
            fatalError("out of address space: cannot reserve \(size) bytes for goroutine stacks")
        }
        unsafe self.base = unsafe base
        self.stackSize = stackSize
        for stack in stacks {
            // Safety: the lowest page of a stack that nobody uses yet.
            guard unsafe braid_memory_guard(stack.base, Stack.pageSize) == 0 else {
                fatalError(
                    """
                    cannot protect the end of a goroutine's stack: too many memory mappings. \
                    Raise vm.max_map_count, or use a kernel with MADV_GUARD_INSTALL (Linux 6.13).
                    """)
            }
        }
    }

    var stacks: [Stack] {
        // Safety: inside the mapping.
        (0..<StackSlab.count).map { unsafe Stack(base: base + $0 * stackSize, size: stackSize) }
    }

    func unmap() {
        // Safety: called once, when nobody uses the stacks any more.
        unsafe braid_memory_unmap(base, stackSize * StackSlab.count)
    }
}
