// Fibers › Stack: a piece of address space that a fiber runs on.
//
// Layout, from low to high addresses: the guard, which is no part of the stack's size; free space; and at the very top
// the fiber's own record, so that a goroutine parked near the top of its stack costs one resident page, record included.
//
// Stacks do not grow: pages become resident as they are touched, so what is reserved costs address space only. The
// default is 256 KiB, because C libraries, TLS and Foundation need more than the few KiB that Go starts with.

internal import CBraidShims

@safe
struct Stack: @unchecked Sendable {
    // Safety: mapped by `StackPool` and never unmapped while a fiber has it.
    /// The lowest byte that may be used. The guard ends here.
    let base: UnsafeMutableRawPointer
    /// Which of the pool's slabs of this size it was cut from.
    let slab: UInt32
    private let sizeExponent: UInt8
    private let guardSizeExponent: UInt8
    /// The how manieth of its slab.
    let place: UInt8

    init(base: UnsafeMutableRawPointer, size: Int, guardSize: Int, slab: UInt32, place: UInt8) {
        // Safety: only the pointer is stored.
        unsafe self.base = base
        self.slab = slab
        self.place = place
        sizeExponent = UInt8(truncatingIfNeeded: size.trailingZeroBitCount)
        guardSizeExponent = UInt8(truncatingIfNeeded: guardSize.trailingZeroBitCount)
    }

    /// Bytes that may be used: a power of two.
    var size: Int { @inline(__always) get { 1 &<< Int(sizeExponent) } }

    /// Bytes below `base`, a touch of which is a stack overflow.
    var guardSize: Int { @inline(__always) get { 1 &<< Int(guardSizeExponent) } }

    static let pageSize = braid_memory_page_size()

    /// The smallest stack that makes sense.
    static let minimumSize = 4 * pageSize

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
        // Safety: one past the end of the stack.
        @inline(__always) get { unsafe base + size }
    }

    /// Whether an address lies in the guard: a touch of it is a stack overflow.
    func guards(_ address: UInt) -> Bool {
        // Safety: compares addresses only.
        let end = unsafe UInt(bitPattern: base)
        return address >= end - UInt(guardSize) && address < end
    }
}
