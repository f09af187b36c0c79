// Workloads › parked_sleep: N goroutines sleep until one and the same time. One operation is a goroutine that was made,
// parked and woken.

import BraidGoroutines
import Measuring

func parkedSleepers(_ request: Workload.Request) throws -> Measurement {
    try inGoroutine { try parkSleepers(request.count) }
}

private func parkSleepers(_ count: Int) throws -> Measurement {
    let (arrived, group) = (WaitGroup(), WaitGroup())
    var parking = Parking(count: count)
    let wakingTime = parking.wakingTime
    arrived.add(count)
    for _ in 0..<count {
        group.go {
            arrived.done()
            sleep(.nanoseconds(wakingTime - Stopwatch.nanoseconds))
        }
    }
    arrived.wait()
    try parking.allWait(before: wakingTime)
    group.wait()
    parking.wakingBegins(at: wakingTime)
    return parking.measurement()
}
