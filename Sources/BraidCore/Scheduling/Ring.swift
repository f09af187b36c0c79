// Scheduling › Ring: a queue, first in, first out, that doubles when it is full, and halves when three quarters are empty:
// between two changes of size there are as many steps as a quarter of it has slots.
//
// Element goroutines and the callbacks of an event loop are in one each. It has no lock: its owner has.

@safe
struct Ring<Element>: ~Copyable {
    // Safety: allocated here, freed in deinit; slots from `head` on, `count` of them, are initialized.
    private var slots: UnsafeMutableBufferPointer<Element>
    private var head = 0
    private(set) var count = 0

    init() {
        // Safety: freed in deinit or by `resize`.
        unsafe slots = .allocate(capacity: 64)
    }

    /// Up to which capacity it never shrinks: less than a page or two are not worth a copy.
    static var keptCapacity: Int { 1_024 }

    var capacity: Int { unsafe slots.count }

    deinit {
        // Safety: what is left in the ring is ended first.
        for place in 0..<count { unsafe slots.deinitializeElement(at: (head + place) & (slots.count - 1)) }
        unsafe slots.deallocate()
    }

    var isEmpty: Bool { count == 0 }

    mutating func append(_ element: Element) {
        // Safety: the slot after the last is free once the ring is not full.
        if unsafe count == slots.count { unsafe resize(to: slots.count * 2) }
        unsafe slots.initializeElement(at: (head + count) & (slots.count - 1), to: element)
        count += 1
    }

    mutating func popFirst() -> Element? {
        guard count > 0 else { return nil }
        // Safety: the slot at the head is initialized, since the ring is not empty.
        let element = unsafe slots.moveElement(from: head)
        unsafe head = (head + 1) & (slots.count - 1)
        count -= 1
        shrinkIfEmpty()
        return element
    }

    /// Appends so many at once: `fill` initializes the slots that it is given, in two parts if need be.
    @inline(__always)
    mutating func append(count added: Int, _ fill: (UnsafeMutableBufferPointer<Element>) -> Void) {
        // Safety: the slots after the last are free, once there are enough.
        while unsafe count + added > slots.count { unsafe resize(to: slots.count * 2) }
        unsafe inParts(from: head + count, added, fill)
        count += added
    }

    /// Takes so many at once, which must be there: `take` moves them out of the slots that it is given, in two parts if
    /// need be.
    @inline(__always)
    mutating func popFirst(count taken: Int, _ take: (UnsafeMutableBufferPointer<Element>) -> Void) {
        // Safety: so many are there.
        unsafe inParts(from: head, taken, take)
        unsafe head = (head + taken) & (slots.count - 1)
        count -= taken
        shrinkIfEmpty()
    }

    @inline(__always)
    private func inParts(
        from place: Int, _ wanted: Int, _ body: (UnsafeMutableBufferPointer<Element>) -> Void
    ) {
        // Safety: both parts are inside of the memory.
        let first = unsafe place & (slots.count - 1)
        let untilEnd = unsafe min(wanted, slots.count - first)
        unsafe body(UnsafeMutableBufferPointer(rebasing: slots[first..<(first + untilEnd)]))
        unsafe body(UnsafeMutableBufferPointer(rebasing: slots[..<(wanted - untilEnd)]))
    }

    @inline(__always)
    private mutating func shrinkIfEmpty() {
        // Safety: reads the capacity.
        if unsafe slots.count > Self.keptCapacity, unsafe count < slots.count / 4 {
            unsafe resize(to: slots.count / 2)
        }
    }

    /// Takes the element at a place in the order; the others keep theirs but for the first, which moves there.
    mutating func pop(at place: Int) -> Element? {
        guard place < count else { return nil }
        // Safety: both slots are initialized.
        unsafe slots.swapAt(head, (head + place) & (slots.count - 1))
        return popFirst()
    }

    /// The element at a place in the order, which must be there.
    subscript(place: Int) -> Element {
        // Safety: the slot is initialized, since the place is in the ring.
        unsafe slots[(head + place) & (slots.count - 1)]
    }

    @inline(never)
    private mutating func resize(to capacity: Int) {
        // Safety: moves every initialized slot, in order, and frees the old memory.
        let resized = UnsafeMutableBufferPointer<Element>.allocate(capacity: capacity)
        let untilEnd = unsafe min(count, slots.count - head)
        _ = unsafe resized.moveInitialize(fromContentsOf: slots[head..<(head + untilEnd)])
        _ = unsafe UnsafeMutableBufferPointer(rebasing: resized[untilEnd...])
            .moveInitialize(fromContentsOf: slots[..<(count - untilEnd)])
        unsafe slots.deallocate()
        unsafe slots = resized
        head = 0
    }
}
