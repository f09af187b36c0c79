// Bench › ResultSlots: what Go writes as `results[i] = value` in goroutine i.
//
// A Swift array cannot be written to by several threads, though each writes to another element. Memory can.

@safe
final class ResultSlots: @unchecked Sendable {
    // Safety: allocated here, freed in deinit. Each slot has one writer, and is read after a wait for that writer.
    private let slots: UnsafeMutableBufferPointer<Int>

    init(count: Int) {
        // Safety: freed in deinit.
        unsafe slots = .allocate(capacity: count)
        unsafe slots.initialize(repeating: 0)
    }

    deinit {
        // Safety: allocated in init; integers need no deinitialization.
        unsafe slots.deallocate()
    }

    subscript(index: Int) -> Int {
        // Safety: see above; the index is checked.
        get {
            precondition(unsafe slots.indices.contains(index))
            return unsafe slots[index]
        }
        set {
            precondition(unsafe slots.indices.contains(index))
            unsafe slots[index] = newValue
        }
    }

    /// The sum, when all have been written.
    var sum: Int { all.reduce(0, +) }

    /// All, when they have been written.
    var all: [Int] {
        // Safety: the slots are initialized.
        unsafe Array(slots)
    }
}
