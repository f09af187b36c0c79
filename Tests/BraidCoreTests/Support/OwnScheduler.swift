// Support › OwnScheduler: a scheduler for one test, and a way to wait for what runs on it.

@testable import BraidCore

/// Calls `body` with a scheduler of its own, which has ended when this returns. Without a monitor no worker loses its seat on
/// a busy machine: for what depends on an order.
func withScheduler<Result>(
    workers: Int, layout: TravellingLayout? = nil, hasMonitor: Bool = true,
    _ body: (Scheduler) throws -> Result
) rethrows -> Result {
    let scheduler = Scheduler(workers: workers, layout: layout, hasMonitor: hasMonitor)
    defer { scheduler.stop() }
    return try body(scheduler)
}

extension Scheduler {
    /// The door's verb, without the door.
    func go(
        name: String? = nil, stack: Int? = nil, line: UInt = #line,
        _ body: sending @escaping () throws -> Void
    ) {
        launch(name: name, stackSize: stack, site: CreationSite(fileID: #fileID, line: line), body)
    }

    /// Runs `count` goroutines and waits, as a plain thread, until all have ended their bodies.
    func runAll(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) {
        let latch = Latch(count)
        for index in 0..<count {
            go {
                defer { latch.countDown() }
                try body(index)
            }
        }
        latch.wait()
    }
}

/// Waits until something has happened a number of times; written against the waist alone, so it serves goroutines and
/// threads.
final class Latch: Sendable {
    private struct State: ~Copyable {
        var count: Int
        var waiters = WaitQueue()
    }

    private let state: Guarded<State>

    init(_ count: Int) {
        state = Guarded(.door, State(count: count))
    }

    func countDown() {
        let waiters = state.withLock { state in
            state.count -= 1
            return state.count == 0 ? state.waiters.takeAll(claiming: .done) : []
        }
        for waiter in waiters { waiter.ready() }
    }

    @discardableResult
    func wait(until deadline: Instant = .never) -> Verdict {
        Waiter.withCurrent { waiter in
            var node = WaitNode(waiter)
            // Safety: the node is in this frame, and taken out of the queue before the frame ends.
            return unsafe withUnsafeMutablePointer(to: &node) { node in
                let mustWait = state.withLock { state in
                    if state.count > 0 { unsafe state.waiters.append(node) }
                    return state.count > 0
                }
                guard mustWait else { return .done }
                let verdict = waiter.park(.waitGroup, until: deadline)
                state.withLock { unsafe $0.waiters.remove(node) }
                return verdict
            }
        }
    }
}
