// Testing › PlainThreads: keeps blocking bodies off Swift's pool.
//
// Tests run as Swift tasks, on a pool with as many threads as processors. A test that blocks there takes a thread
// away from all others, and two that wait for each other through the pool never end.
//
// Swift Testing begins all tests at once. Hundreds of threads would share the processors, and each test, however short,
// would end when nearly all end: whatever has a time limit, in the tests or in what they test, would run out of it. So
// there are places for some, and the others wait for theirs.

internal import BraidCore

/// Runs `body` on a thread of its own and suspends the calling task until it has ended.
///
/// Eight bodies for each processor, but sixteen at least, run at a time; others wait, suspended, for one of these to
/// end. More than that must therefore not wait for each other.
public func onPlainThread<Value>(_ body: sending @escaping () throws -> sending Value) async throws -> Value {
    let body = Handed(value: body)
    await places.take()
    defer { places.giveBack() }
    let result: Handed<Result<Value, any Error>> = await withCheckedContinuation { continuation in
        _ = PlainThread(name: "braid-test") {
            continuation.resume(returning: Handed(value: Result(catching: body.value)))
        }
    }
    return try result.value.get()
}

private let places = Places(max(16, 8 * Processors.available))

/// How many bodies may begin now, and who waits.
private final class Places: Sendable {
    private struct State {
        var free: Int
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Guarded<State>

    init(_ count: Int) {
        state = Guarded(.door, State(free: count))
    }

    func take() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.free > 0 {
                    state.free -= 1
                    return true
                }
                state.waiters.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    /// The first who waits gets it.
    func giveBack() {
        let next: CheckedContinuation<Void, Never>? = state.withLock { state in
            if !state.waiters.isEmpty { return state.waiters.removeFirst() }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}
