// Workloads › callsoon: N microtasks queued at once. callsoon_chain: each queues the next. One operation is a microtask.

import BraidPromises

func queueAtOnce(_ count: Int) async throws {
    let (promise, resolve, _) = Promise<Void>.withResolvers()
    let countdown = Countdown(from: count, resolve)
    for _ in 0..<count { queueMicrotask { countdown.step() } }
    try await promise.value
}

func queueInChain(_ count: Int) async throws {
    let (promise, resolve, _) = Promise<Void>.withResolvers()
    let countdown = Countdown(from: count, resolve)
    countdown.queueNext()
    try await promise.value
}

/// Counts the microtasks that have run.
private final class Countdown: @unchecked Sendable {
    // Safety: used by microtasks alone, which run one after another on the loop's thread.
    private var missing: Int
    private let resolve: Resolve<Void>

    init(from count: Int, _ resolve: Resolve<Void>) {
        missing = count
        self.resolve = resolve
    }

    func step() {
        missing -= 1
        if missing == 0 { resolve() }
    }

    func queueNext() {
        queueMicrotask {
            self.step()
            if self.missing > 0 { self.queueNext() }
        }
    }
}
