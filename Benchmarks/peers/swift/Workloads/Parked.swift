// Workloads › parked_recv, parked_sleep: N tasks wait for a value from a stream of their own, as a stream has one
// consumer, or sleep until one and the same time. One operation is a task that was made, parked and woken.

import Measuring
import Synchronization

func parkedReceivers(_ request: Workload.Request) throws -> Measurement {
    try inTask { await parkReceivers(request.count) }
}

func parkedSleepers(_ request: Workload.Request) throws -> Measurement {
    try inTask { try await parkSleepers(request.count) }
}

private func parkReceivers(_ count: Int) async -> Measurement {
    var parking = Parking(count: count)
    let arrivals = Arrivals(count)
    await withDiscardingTaskGroup { group in
        var senders: [AsyncStream<Int>.Continuation] = []
        for _ in 0..<count {
            let (stream, sender) = AsyncStream.makeStream(of: Int.self)
            senders.append(sender)
            group.addTask {
                var values = stream.makeAsyncIterator()
                arrivals.arrive()
                _ = await values.next()
            }
        }
        await arrivals.wait()
        parking.allWait()
        parking.wakingBegins()
        for (number, sender) in senders.enumerated() { sender.yield(number) }
    }
    return parking.measurement()
}

private func parkSleepers(_ count: Int) async throws -> Measurement {
    var parking = Parking(count: count)
    let (wakingTime, arrivals) = (parking.wakingTime, Arrivals(count))
    try await withThrowingDiscardingTaskGroup { group in
        for _ in 0..<count {
            group.addTask {
                arrivals.arrive()
                try await Task.sleep(for: .nanoseconds(wakingTime - Stopwatch.nanoseconds))
            }
        }
        await arrivals.wait()
        guard Stopwatch.nanoseconds < wakingTime else {
            throw Complaint("the first woke before the last slept")
        }
        parking.allWait()
    }
    parking.wakingBegins(at: wakingTime)
    return parking.measurement()
}

/// Tells when the last has come.
private final class Arrivals: Sendable {
    private let missing: Atomic<Int>
    private let (stream, end) = AsyncStream.makeStream(of: Void.self)

    init(_ count: Int) {
        missing = Atomic(count)
    }

    func arrive() {
        if missing.wrappingSubtract(1, ordering: .relaxed).newValue == 0 { end.finish() }
    }

    func wait() async {
        for await _ in stream {}
    }
}
