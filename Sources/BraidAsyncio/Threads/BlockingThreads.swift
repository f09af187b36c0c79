// Threads › BlockingThreads: at most so many blocking calls of one loop at the same time.
//
// The limit is that of Python's default executor: four more than there are processors, at most 32. A thread lives for
// one call; starting one costs some tens of microseconds, and nobody sends a call that blocks for less. What exceeds
// the limit waits in order, and a call that is cancelled there never runs.

internal import BraidCore

/// On the loop's thread only.
final class BlockingThreads {
    private unowned let loop: EventLoop
    private let limit = min(32, Processors.available + 4)
    private var running = 0
    private var queue: [(id: Int, body: Handed<() -> Void>)] = []
    private var lastID = 0

    init(loop: EventLoop) {
        self.loop = loop
    }

    var areIdle: Bool { running == 0 && queue.isEmpty }

    /// Runs `body` on a thread, now or when one is free. Returns a number for `withdraw`.
    func submit(_ body: sending @escaping () -> Void) -> Int {
        lastID += 1
        queue.append((lastID, Handed(value: body)))
        startNext()
        return lastID
    }

    /// Takes a call back, unless it has begun.
    func withdraw(_ id: Int) {
        queue.removeAll { $0.id == id }
    }

    private func startNext() {
        guard running < limit, !queue.isEmpty else { return }
        running += 1
        let body = queue.removeFirst().body
        let loop = loop
        loop.hold()
        loop.runElsewhere(name: "braid-blocking") {
            body.value()
            loop.post {
                let threads = LoopState.of(loop).threads
                threads.running -= 1
                threads.startNext()
            }
            loop.release()
        }
    }
}
