// Workloads › timers: N goroutines sleep for a random time of 0 to 1,000 ms each. One operation is a sleep.
//
// A sleeper is late by what has passed beyond its time since it asked for it.

import BraidGoroutines
import Measuring

func timers(_ request: Workload.Request) throws -> Measurement {
    let durations = Xorshift.durations(request.count)
    let lateness = ResultSlots(count: request.count)
    var measurement = try Workload.timed(operations: request.count) {
        try inGoroutine { sleep(durations, lateness) }
    }
    measurement.extras = Lateness.extras(lateness.all)
    return measurement
}

private func sleep(_ durations: [Duration], _ lateness: ResultSlots) {
    let group = WaitGroup()
    for (number, duration) in durations.enumerated() {
        group.go {
            let due = Stopwatch.nanoseconds + duration.wholeNanoseconds
            sleep(duration)
            lateness[number] = Stopwatch.nanoseconds - due
        }
    }
    group.wait()
}
