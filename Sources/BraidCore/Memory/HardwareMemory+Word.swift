// Memory › HardwareMemory, its words: each order is the instruction that it stands for.

internal import CBraidShims
internal import Glibc
internal import Synchronization

extension HardwareMemory.Word {
    @inline(__always)
    func load(_ order: LoadOrder) -> UInt {
        // Safety: the word is there as long as its block, by the rule at the property; so everywhere in this file.
        switch order {
        case .relaxed: unsafe atomic.pointee.load(ordering: .relaxed)
        case .acquiring: unsafe atomic.pointee.load(ordering: .acquiring)
        case .sequential: unsafe atomic.pointee.load(ordering: .sequentiallyConsistent)
        }
    }

    @inline(__always)
    func store(_ value: UInt, _ order: StoreOrder) {
        // Safety: as above.
        switch order {
        case .relaxed: unsafe atomic.pointee.store(value, ordering: .relaxed)
        case .releasing: unsafe atomic.pointee.store(value, ordering: .releasing)
        case .sequential: unsafe atomic.pointee.store(value, ordering: .sequentiallyConsistent)
        }
    }

    @inline(__always)
    func exchange(_ value: UInt, _ order: UpdateOrder) -> UInt {
        // Safety: as above.
        switch order {
        case .relaxed: unsafe atomic.pointee.exchange(value, ordering: .relaxed)
        case .acquiring: unsafe atomic.pointee.exchange(value, ordering: .acquiring)
        case .releasing: unsafe atomic.pointee.exchange(value, ordering: .releasing)
        case .acquiringAndReleasing: unsafe atomic.pointee.exchange(value, ordering: .acquiringAndReleasing)
        case .sequential: unsafe atomic.pointee.exchange(value, ordering: .sequentiallyConsistent)
        }
    }

    @inline(__always)
    func compareExchange(expected: UInt, desired: UInt, _ order: UpdateOrder) -> (
        exchanged: Bool, original: UInt
    ) {
        // Safety: as above.
        switch order {
        case .relaxed:
            unsafe atomic.pointee.compareExchange(expected: expected, desired: desired, ordering: .relaxed)
        case .acquiring:
            unsafe atomic.pointee.compareExchange(expected: expected, desired: desired, ordering: .acquiring)
        case .releasing:
            unsafe atomic.pointee.compareExchange(expected: expected, desired: desired, ordering: .releasing)
        case .acquiringAndReleasing:
            unsafe atomic.pointee.compareExchange(
                expected: expected, desired: desired, ordering: .acquiringAndReleasing)
        case .sequential:
            unsafe atomic.pointee.compareExchange(
                expected: expected, desired: desired, ordering: .sequentiallyConsistent)
        }
    }

    @inline(__always)
    func add(_ amount: UInt, _ order: UpdateOrder) -> UInt {
        // Safety: as above.
        switch order {
        case .relaxed: unsafe atomic.pointee.wrappingAdd(amount, ordering: .relaxed).oldValue
        case .acquiring: unsafe atomic.pointee.wrappingAdd(amount, ordering: .acquiring).oldValue
        case .releasing: unsafe atomic.pointee.wrappingAdd(amount, ordering: .releasing).oldValue
        case .acquiringAndReleasing:
            unsafe atomic.pointee.wrappingAdd(amount, ordering: .acquiringAndReleasing).oldValue
        case .sequential:
            unsafe atomic.pointee.wrappingAdd(amount, ordering: .sequentiallyConsistent).oldValue
        }
    }

    @inline(__always)
    func plainLoad() -> UInt {
        // Safety: as above; that nobody writes meanwhile is the caller's promise, and the explorer's to check.
        unsafe word.pointee
    }

    @inline(__always)
    func plainStore(_ value: UInt) {
        // Safety: as for `plainLoad`.
        unsafe word.pointee = value
    }

    func wait(while expected: UInt32) {
        // Safety: the kernel reads the word's low half, which comes first on the machines that Braid runs on.
        _ = unsafe braid_futex_wait(word, expected, .max)
    }

    func park(while expected: UInt32, until deadline: Instant) -> Bool {
        // Safety: as above.
        unsafe braid_futex_wait_as(word, expected, deadline.nanoseconds, BRAID_WAIT_PARKED) != -ETIMEDOUT
    }

    func wake(_ count: Int) {
        // Safety: a wake-up reads nothing.
        unsafe braid_futex_wake(word, Int32(clamping: count))
    }
}
