// Workloads › timers: N tasks sleep for a random time of 0 to 1,000 ms each. One operation is a sleep.
//
// A sleeper is late by what has passed beyond its time since it asked for it.

import Measuring

func timers(_ request: Workload.Request) throws -> Measurement {
    let durations = Xorshift.durations(request.count)
    var lateness: [Int] = []
    var measurement = try Workload.timed(operations: request.count) {
        lateness = try inTask { try await sleep(durations) }
    }
    measurement.extras = Lateness.extras(lateness)
    return measurement
}

private func sleep(_ durations: [Duration]) async throws -> [Int] {
    try await withThrowingTaskGroup(of: Int.self) { group in
        for duration in durations {
            group.addTask {
                let due = Stopwatch.nanoseconds + duration.wholeNanoseconds
                try await Task.sleep(for: duration)
                return Stopwatch.nanoseconds - due
            }
        }
        return try await group.reduce(into: []) { $0.append($1) }
    }
}
