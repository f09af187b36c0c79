// Fibers › Stack: a piece of address space that a fiber runs on.
//
// Layout, from low to high addresses: guard page, free space, and at the very top the fiber's own record, so that a
// goroutine parked near the top of its stack costs one resident page, record included.
//
// Stacks do not grow: pages become resident as they are touched, so what is reserved costs address space only. The
// default is 256 KiB, because C libraries, TLS and Foundation need more than the few KiB that Go starts with.

internal import CBraidShims

@safe
struct Stack: @unchecked Sendable {
    // Safety: mapped by `StackPool` and never unmapped while a fiber has it.
    let base: UnsafeMutableRawPointer
    /// Bytes, guard page included: a multiple of the page size.
    let size: Int

    static let pageSize = braid_memory_page_size()

    /// The smallest stack that makes sense: a guard page and four pages to run on.
    static let minimumSize = 5 * pageSize

    /// `BRAID_STACK_SIZE` in bytes, or 256 KiB.
    static let defaultSize: Int = {
        guard let value = Environment.integer("BRAID_STACK_SIZE") else { return 256 * 1024 }
        return roundedSize(value)
    }()

    /// What is really reserved for a wish: the next power of two, so that few sizes are in use and stacks are reused.
    static func roundedSize(_ wish: Int) -> Int {
        var size = 32 * 1024
        while size < max(wish, minimumSize) && size < 1 << 40 { size *= 2 }
        return size
    }

    var top: UnsafeMutableRawPointer {
        // Safety: one past the end of the mapping.
        unsafe base + size
    }

    /// Whether an address lies in the guard page: a touch of it is a stack overflow.
    func guards(_ address: UInt) -> Bool {
        // Safety: compares addresses only.
        let start = unsafe UInt(bitPattern: base)
        return address >= start && address < start + UInt(Stack.pageSize)
    }
}
