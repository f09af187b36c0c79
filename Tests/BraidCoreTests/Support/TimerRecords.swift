// Support › TimerRecords: timers that stay in place for as long as a test needs them.

@testable import BraidCore

@safe
final class TimerRecords {
    // Safety: allocated here, freed in deinit.
    private let memory: UnsafeMutableBufferPointer<TimerRecord>

    /// A timer for each deadline, in nanoseconds; all for one waiter, or each for its own.
    init(_ deadlines: [UInt64], waiters: [Waiter]) {
        // Safety: as above; every element is initialized.
        unsafe memory = .allocate(capacity: deadlines.count)
        for (index, deadline) in deadlines.enumerated() {
            let record = TimerRecord(
                deadline: Instant(nanoseconds: deadline), waiter: waiters[index % waiters.count])
            unsafe memory.initializeElement(at: index, to: record)
        }
    }

    deinit {
        // Safety: as above; timers are plain words.
        unsafe memory.deallocate()
    }

    private func record(_ index: Int) -> UnsafeMutablePointer<TimerRecord> {
        // Safety: inside the buffer, which is checked.
        precondition(unsafe memory.indices.contains(index))
        return unsafe withUnsafeMutablePointer(to: &memory[index]) { unsafe $0 }
    }

    // The timers live as long as this object, and each test keeps it longer than its heap: "alive", below.

    func insert(_ index: Int, into heap: inout TimerHeap) {
        // Safety: alive.
        unsafe heap.insert(record(index))
    }

    func remove(_ index: Int, from heap: inout TimerHeap) {
        // Safety: alive.
        unsafe heap.remove(record(index))
    }

    func reset(_ index: Int, to deadline: UInt64, in heap: inout TimerHeap) -> Bool {
        // Safety: alive.
        unsafe heap.reset(record(index), to: Instant(nanoseconds: deadline))
    }

    func deadline(_ index: Int) -> UInt64 {
        // Safety: alive.
        unsafe record(index).pointee.deadline.nanoseconds
    }

    /// Which of them is the first.
    func first(in heap: borrowing TimerHeap) -> Int? {
        // Safety: alive.
        guard let first = unsafe heap.first, let start = unsafe memory.baseAddress else { return nil }
        return unsafe UnsafePointer(first) - UnsafePointer(start)
    }

    /// Takes out those that are due, as many as there is room for: which of them.
    func take(dueAt now: UInt64, room: Int, from heap: inout TimerHeap) -> [Int] {
        // Safety: alive; the buffer is used in this call.
        unsafe withUnsafeTemporaryAllocation(of: TimerHeap.Entry.self, capacity: room) { due in
            let count = unsafe heap.take(dueAt: Instant(nanoseconds: now), into: due)
            guard let start = unsafe memory.baseAddress else { return [] }
            return (0..<count).map { unsafe UnsafePointer(due[$0]) - UnsafePointer(start) }
        }
    }

    @discardableResult
    func add(_ index: Int, to timers: Timers) -> Bool {
        // Safety: alive.
        unsafe timers.add(record(index))
    }

    func reset(_ index: Int, to deadline: UInt64, in timers: Timers) -> (wasSet: Bool, isEarliest: Bool) {
        // Safety: alive.
        unsafe timers.reset(record(index), to: Instant(nanoseconds: deadline))
    }

    func cancel(_ index: Int, in timers: Timers) {
        // Safety: alive.
        unsafe timers.cancel(record(index))
    }
}
