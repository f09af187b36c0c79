// Channel › ElementRing: the buffer of a channel, as bytes.
//
// Swift values may be moved by copying their bytes and forgetting the source; that is all that happens here. Whoever owns the
// ring owns its memory too, takes out what is left before it goes, and counts: others look at the number without his lock.

@safe
struct ElementRing: ~Copyable {
    private let elementSize: Int
    private let elementStride: Int
    // Safety: inside of the owner's memory; the slots from `head` to before `tail`, as many as the owner has counted, are full.
    private let start: UnsafeMutableRawPointer
    private let end: UnsafeMutableRawPointer
    private var head: UnsafeMutableRawPointer
    private var tail: UnsafeMutableRawPointer

    /// - Parameter memory: of `byteCount` bytes, which the owner keeps as long as the ring.
    init(_ memory: UnsafeMutableRawPointer, byteCount: Int, elementSize: Int, elementStride: Int) {
        // Safety: only the pointers are stored.
        unsafe (start, head, tail) = (memory, memory, memory)
        unsafe end = memory + byteCount
        self.elementSize = elementSize
        // What has no size takes no room, however much of it there may be: a channel of `Void` only counts.
        self.elementStride = elementSize == 0 ? 0 : elementStride
    }

    /// Moves a value between two slots outside of the ring.
    @inline(__always)
    func move(from source: UnsafeMutableRawPointer, to target: UnsafeMutableRawPointer) {
        // Safety: the caller's slots, the source full and the target empty.
        if elementSize == 8 {
            // What most elements are, references and integers, without a call.
            unsafe target.storeBytes(of: source.loadUnaligned(as: UInt64.self), as: UInt64.self)
        } else {
            unsafe target.copyMemory(from: source, byteCount: elementSize)
        }
    }

    /// To be called while it is not full.
    @inline(__always)
    mutating func append(from source: UnsafeMutableRawPointer) {
        // Safety: the ring is not full, so the slot at the tail is empty.
        unsafe move(from: source, to: tail)
        unsafe tail = slot(after: tail)
    }

    /// To be called while it is not empty.
    @inline(__always)
    mutating func removeFirst(into target: UnsafeMutableRawPointer) {
        // Safety: the ring is not empty, so the slot at the head is full.
        unsafe move(from: head, to: target)
        unsafe head = slot(after: head)
    }

    @inline(__always)
    private func slot(after slot: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        // Safety: inside of the memory, or at its end, which is never used.
        let next = unsafe slot + elementStride
        return unsafe next == end ? start : next
    }
}
