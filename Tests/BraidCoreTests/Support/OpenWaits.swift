// Support › OpenWaits: waits that nobody parks in, so that a test can end them in the order it likes.
//
// The plain thread that calls owns them all. Whether a wait has ended is asked by claiming it.

@testable import BraidCore

/// Calls `body` with `count` waits that are open.
func withWaiters<Result>(
    _ count: Int, collected: [Waiter] = [], _ body: ([Waiter]) throws -> Result
) rethrows -> Result {
    guard collected.count < count else { return try body(collected) }
    return try Waiter.withCurrent { waiter in
        try withWaiters(count, collected: collected + [waiter], body)
    }
}

extension Waiter {
    /// How the wait was ended; nil if it was not. Ask once.
    func ending() -> Verdict? {
        claim(.done) ? nil : park(.none, until: Instant(nanoseconds: 0))
    }
}

/// Nodes that stay in place for as long as a test needs them.
@safe
final class Nodes {
    // Safety: allocated here, freed in deinit.
    private let memory: UnsafeMutableBufferPointer<WaitNode>

    init(_ waiters: [Waiter]) {
        // Safety: as above; every element is initialized.
        unsafe memory = .allocate(capacity: waiters.count)
        _ = unsafe memory.initialize(from: waiters.map { WaitNode($0) })
    }

    deinit {
        // Safety: as above; nodes are plain words.
        unsafe memory.deallocate()
    }

    private func node(_ index: Int) -> UnsafeMutablePointer<WaitNode> {
        // Safety: inside the buffer, which is checked.
        precondition(unsafe memory.indices.contains(index))
        return unsafe withUnsafeMutablePointer(to: &memory[index]) { unsafe $0 }
    }

    // The nodes live as long as this object, and each test keeps it longer than its queues: "alive", below.

    func append(_ index: Int, to queue: inout WaitQueue) {
        // Safety: alive.
        unsafe queue.append(node(index))
    }

    func remove(_ index: Int, from queue: inout WaitQueue) {
        // Safety: alive.
        unsafe queue.remove(node(index))
    }

    /// Which of them was taken.
    func takeFirst(from queue: inout WaitQueue) -> Int? {
        // Safety: alive.
        guard let taken = unsafe queue.takeFirst() else { return nil }
        return unsafe memory.indices.first { unsafe node($0) == taken }
    }

    func isQueued(_ index: Int) -> Bool {
        // Safety: alive.
        unsafe node(index).pointee.isQueued
    }

    func add(_ index: Int, to poller: Poller, _ descriptor: Int32, _ direction: PollDirection)
        throws(PollError)
    {
        // Safety: alive.
        try unsafe poller.add(node(index), to: descriptor, direction)
    }

    func remove(_ index: Int, from poller: Poller, _ descriptor: Int32, _ direction: PollDirection) {
        // Safety: alive.
        unsafe poller.remove(node(index), from: descriptor, direction)
    }
}
