// Time › Timers: what is to happen at which instant, for one scheduler.
//
// Timers fire under the lock, and firing does no more than claim a waiter and make it runnable. That is why a record
// cannot be firing when `cancel` has returned, and may be freed then: a sleeping goroutine's record lies on its own
// stack, and sleeping allocates nothing.
//
// Roads rejected:
//  - A hashed wheel: cheaper insertion, but it rounds deadlines to its tick, which virtual time would show.
//  - Lazy cancellation: a cancelled record would have to outlive its owner's stack frame.

internal import Synchronization

@safe
package final class Timers: Sendable {
    private let heap = Guarded(.timers, TimerHeap())
    /// The earliest deadline, readable without the lock.
    private let earliest = Atomic<UInt64>(.max)

    /// The earliest deadline; `.never` without timers.
    var nextDeadline: Instant { Instant(nanoseconds: earliest.load(ordering: .acquiring)) }

    /// Sets a timer. True if no other is earlier: somebody may be sleeping for too long now.
    func add(_ record: UnsafeMutablePointer<TimerRecord>) -> Bool {
        heap.withLock { heap in
            // Safety: the owner keeps the record in place until it has cancelled it.
            unsafe heap.insert(record)
            publishEarliest(of: heap)
            return unsafe heap.first == record
        }
    }

    /// Takes a timer back, whether it has fired or not. The record may be freed afterwards.
    func cancel(_ record: UnsafeMutablePointer<TimerRecord>) {
        heap.withLock { heap in
            // Safety: the record is the caller's.
            unsafe heap.remove(record)
            publishEarliest(of: heap)
        }
    }

    /// Gives a timer another deadline, whether it is set or not, in one step: no other thread sees it unset meanwhile.
    ///
    /// `wasSet` is what Go's `Timer.Reset` returns; `isEarliest` is what `add` returns: somebody may be sleeping for too
    /// long now.
    func reset(_ record: UnsafeMutablePointer<TimerRecord>, to deadline: Instant)
        -> (wasSet: Bool, isEarliest: Bool)
    {
        heap.withLock { heap in
            // Safety: the owner keeps the record in place until it has cancelled it.
            let wasSet = unsafe heap.reset(record, to: deadline)
            publishEarliest(of: heap)
            return (wasSet, unsafe heap.first == record)
        }
    }

    /// Ends the waits whose deadline has come, the earliest first and no more than `most`. Returns whether any did.
    @discardableResult
    func fire(at now: Instant, most: Int = .max) -> Bool {
        guard nextDeadline <= now else { return false }
        return heap.withLock { heap in
            var fired = 0
            // Safety: room for a batch, used in this frame.
            unsafe withUnsafeTemporaryAllocation(of: TimerHeap.Entry.self, capacity: Timers.batch) { due in
                var count = 0
                repeat {
                    let room = min(most - fired, Timers.batch)
                    count = unsafe heap.take(dueAt: now, into: .init(rebasing: due[..<room]))
                    fired += unsafe Timers.fire(due[..<count])
                } while count > 0 && fired < most
            }
            publishEarliest(of: heap)
            return fired > 0
        }
    }

    /// How many are taken out together: enough for their ways into memory to overlap.
    private static let batch = 16

    /// Ends the waits of those that were taken out, and says how many were not over.
    private static func fire(_ due: Slice<UnsafeMutableBufferPointer<TimerHeap.Entry>>) -> Int {
        // Safety: a record that was in the heap is live, and so is its waiter: its owner takes the lock, which is held,
        // before it lets the record go.
        for index in unsafe due.indices { unsafe due[index].pointee.waiter.prefetch() }
        var fired = 0
        for index in unsafe due.indices {
            let waiter = unsafe due[index].pointee.waiter
            guard waiter.claim(.timedOut) else { continue }
            waiter.ready()
            fired += 1
        }
        return fired
    }

    private func publishEarliest(of heap: borrowing TimerHeap) {
        earliest.store(heap.nextDeadline.nanoseconds, ordering: .releasing)
    }
}
