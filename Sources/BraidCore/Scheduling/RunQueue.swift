// Scheduling › RunQueue: the runnable goroutines of a scheduler, first in, first out.
//
// A ring in raw memory that doubles when it is full. Guarded by the scheduler's lock.

@safe
struct RunQueue: ~Copyable {
    // Safety: allocated here, freed in deinit; slots from `head` on, `count` of them, are initialized.
    private var slots: UnsafeMutableBufferPointer<Runnable>
    private var head = 0
    private(set) var count = 0

    init() {
        // Safety: freed in deinit or by `grow`.
        unsafe slots = .allocate(capacity: 64)
    }

    deinit {
        // Safety: runnables are plain words.
        unsafe slots.deallocate()
    }

    mutating func append(_ runnable: Runnable) {
        // Safety: the slot after the last is free once the ring is not full.
        if unsafe count == slots.count { grow() }
        unsafe slots.initializeElement(at: (head + count) & (slots.count - 1), to: runnable)
        count += 1
    }

    mutating func popFirst() -> Runnable? {
        guard count > 0 else { return nil }
        // Safety: the slot at the head is initialized, since the ring is not empty.
        let runnable = unsafe slots.moveElement(from: head)
        unsafe head = (head + 1) & (slots.count - 1)
        count -= 1
        return runnable
    }

    /// Takes the runnable at a place in the order; the others keep theirs but for the first, which moves there.
    mutating func pop(at place: Int) -> Runnable? {
        guard place < count else { return nil }
        // Safety: both slots are initialized.
        unsafe slots.swapAt(head, (head + place) & (slots.count - 1))
        return popFirst()
    }

    private mutating func grow() {
        // Safety: moves every initialized slot, in order, and frees the old memory.
        let larger = UnsafeMutableBufferPointer<Runnable>.allocate(capacity: unsafe slots.count * 2)
        for place in 0..<count {
            let runnable = unsafe slots.moveElement(from: (head + place) & (slots.count - 1))
            unsafe larger.initializeElement(at: place, to: runnable)
        }
        unsafe slots.deallocate()
        unsafe slots = larger
        head = 0
    }
}
