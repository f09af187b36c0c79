// Sync › WaitGroup: waits for a number of others.

internal import BraidCore

/// Waits until a number of goroutines have ended. Go's `sync.WaitGroup`.
///
/// ```swift
/// let group = WaitGroup()
/// for url in urls { group.go { visit(url) } }
/// group.wait()
/// ```
///
/// May be used from goroutines and plain threads, and again after `wait` has returned.
public final class WaitGroup: Sendable {
    private struct State: ~Copyable {
        var count = 0
        var waiters = WaitQueue()
    }

    private let state = Guarded(.door, State())

    /// Makes a group that waits for nobody yet.
    public init() {}

    /// Adds to the number of those who are waited for; call it before they start. A counter below zero stops the
    /// program.
    public func add(_ delta: Int = 1) {
        let waiters: [Waiter] = state.withLock { state in
            state.count += delta
            demand(state.count >= 0, "WaitGroup: done was called more often than add")
            return state.count == 0 ? state.waiters.takeAll(claiming: .done) : []
        }
        for waiter in waiters { waiter.ready() }
    }

    /// One of them has ended.
    public func done() {
        add(-1)
    }

    /// Starts a goroutine that is waited for. Go's `WaitGroup.Go`.
    ///
    /// An error that leaves `body` ends the program, as with the function `go`.
    public func go(
        name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
        _ body: sending @escaping () throws -> Void
    ) {
        add()
        let body = Body(body)
        BraidGoroutines.go(name: name, fileID: fileID, line: line) {
            try body.take()()
            self.done()
        }
    }

    /// Waits until the counter is zero. Parks a goroutine, blocks a plain thread.
    public func wait() {
        Waiter.withCurrent { waiter in
            var node = WaitNode(waiter)
            // Safety: the node is in this frame; it was taken out of the queue when the wait is over.
            unsafe withUnsafeMutablePointer(to: &node) { node in
                let mustWait = state.withLock { state in
                    if state.count > 0 { unsafe state.waiters.append(node) }
                    return state.count > 0
                }
                if mustWait { _ = waiter.park(.waitGroup) }
            }
        }
    }
}
