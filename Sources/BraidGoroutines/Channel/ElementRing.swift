// Channel › ElementRing: the buffer of a channel, as bytes.
//
// Swift values may be moved by copying their bytes and forgetting the source; that is all that happens here. Whoever
// owns the ring takes out what is left before it goes. He also counts, since others look at the number without his lock.

internal import BraidCore

@safe
struct ElementRing: ~Copyable {
    // Safety: allocated here, freed in deinit; as many slots from `head` on hold values as the owner has counted.
    private let memory: UnsafeMutableRawPointer?
    private let elementSize: Int
    private let elementStride: Int
    private let capacity: Int
    private var head = 0

    init(capacity: Int, elementSize: Int, elementStride: Int) {
        self.capacity = capacity
        self.elementSize = elementSize
        // What has no size takes no room, however much of it there may be: a channel of `Void` only counts.
        self.elementStride = elementSize == 0 ? 0 : elementStride
        let (byteCount, isTooMuch) = capacity.multipliedReportingOverflow(by: self.elementStride)
        demand(!isTooMuch, "a channel cannot have a buffer for \(capacity) values of \(elementStride) bytes")
        // Safety: freed in deinit. 16 bytes is the strictest alignment that Swift values have.
        unsafe memory = capacity == 0 ? nil : .allocate(byteCount: max(1, byteCount), alignment: 16)
    }

    deinit {
        // Safety: allocated in init.
        unsafe memory?.deallocate()
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

    /// - Parameter count: the values in the ring, fewer than its capacity.
    @inline(__always)
    func append(from source: UnsafeMutableRawPointer, after count: Int) {
        // Safety: the ring is not full, so the slot after the last is empty.
        unsafe move(from: source, to: slot(wrapped(head + count)))
    }

    @inline(__always)
    mutating func removeFirst(into target: UnsafeMutableRawPointer) {
        // Safety: the ring is not empty, so the slot at the head is full.
        unsafe move(from: slot(head), to: target)
        head = wrapped(head + 1)
    }

    /// A place below twice the capacity. A division would cost more than all the rest.
    @inline(__always)
    private func wrapped(_ place: Int) -> Int { place >= capacity ? place - capacity : place }

    @inline(__always)
    private func slot(_ index: Int) -> UnsafeMutableRawPointer {
        // Safety: the index is below the capacity.
        guard let memory = unsafe memory else { fatalError("an unbuffered channel has no slot") }
        return unsafe memory + index * elementStride
    }
}
