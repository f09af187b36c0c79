// Combining › AsCompleted: futures in the order in which they end.

internal import BraidCore

/// The futures of a list in the order in which they end. Python's `asyncio.as_completed`, as 3.13 iterates it.
///
/// ```swift
/// for try await page in asCompleted(pages) { print(try page.result()) }
/// ```
/// Each iterator goes through the whole list. Leaving the loop early leaves the other futures running.
public struct AsCompleted<Value>: AsyncSequence {
    /// A future that has ended.
    public typealias Element = Future<Value>

    private let futures: [Future<Value>]
    private let timeout: Duration?

    init(_ futures: [Future<Value>], timeout: Duration?) {
        var seen: Set<Future<Value>> = []
        self.futures = futures.filter { seen.insert($0).inserted }
        self.timeout = timeout
    }

    /// Begins to watch the futures, and the time.
    public func makeAsyncIterator() -> Iterator { Iterator(futures, timeout: timeout) }

    /// Hands out the futures as they end.
    public final class Iterator: AsyncIteratorProtocol {
        private var ended: [Future<Value>] = []
        private var unfinished: [(future: Future<Value>, callback: UInt64)] = []
        private var turn: Future<Void>?
        private var timer: LoopTimer?
        private var isTimeUp = false

        fileprivate init(_ futures: [Future<Value>], timeout: Duration?) {
            let loop = LoopState.here.loop
            for future in futures {
                future.core.checkThread()
                let callback = future.core.addCallback { [weak self] in self?.hasEnded(future) }
                unfinished.append((future, callback))
            }
            guard let timeout, !futures.isEmpty else { return }
            timer = LoopTimer(on: loop, at: loop.clock.now.advanced(by: timeout)) { [weak self] in
                self?.isTimeUp = true
                self?.stopWatching()
                self?.turn?.succeed(())
            }
        }

        deinit { stopWatching() }

        private func hasEnded(_ future: Future<Value>) {
            unfinished.removeAll { $0.future == future }
            ended.append(future)
            if unfinished.isEmpty { timer?.cancel() }
            turn?.succeed(())
        }

        private func stopWatching() {
            timer?.cancel()
            for (future, callback) in unfinished { future.core.removeCallback(callback) }
            unfinished = []
        }

        /// The next future that has ended, waiting for it; nil after the last.
        ///
        /// - Throws: `TimeoutError` when time is up and none is left; `CancellationError` if the task is cancelled.
        public nonisolated(nonsending) func next() async throws -> Future<Value>? {
            if ended.isEmpty, !unfinished.isEmpty {
                let turn = Future<Void>()
                self.turn = turn
                try await turn.value
            }
            if !ended.isEmpty { return ended.removeFirst() }
            if isTimeUp { throw TimeoutError() }
            return nil
        }
    }
}

/// The futures of a list in the order in which they end. Python's `asyncio.as_completed`.
///
/// - Parameters:
///   - futures: one that occurs twice is taken once.
///   - timeout: for all of them together; when it is up, the iteration throws a `TimeoutError`. Nothing is cancelled.
public func asCompleted<Value>(_ futures: [Future<Value>], timeout: Duration? = nil) -> AsCompleted<Value> {
    AsCompleted(futures, timeout: timeout)
}
