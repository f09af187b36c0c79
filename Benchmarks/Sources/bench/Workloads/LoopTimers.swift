// Workloads › aio_timers: N tasks sleep for a random time of 0 to 1,000 ms each, on one event loop. One operation is a
// sleep.

import BraidAsyncio
import Measuring

func loopTimers(_ request: Workload.Request) throws -> Measurement {
    let durations = Xorshift.durations(request.count)
    var lateness: [Int] = []
    var measurement = try Workload.timed(operations: request.count) {
        lateness = try EventLoop.run { try await sleep(durations) }
    }
    measurement.extras = Lateness.extras(lateness)
    return measurement
}

private func sleep(_ durations: [Duration]) async throws -> [Int] {
    let tasks = durations.map { duration in
        createTask { () -> Int in
            let due = Stopwatch.nanoseconds + duration.wholeNanoseconds
            try await BraidAsyncio.sleep(duration)
            return Stopwatch.nanoseconds - due
        }
    }
    return try await gather(tasks)
}
