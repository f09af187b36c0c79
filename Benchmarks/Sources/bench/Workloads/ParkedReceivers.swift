// Workloads › parked_recv: N goroutines wait for a value from one channel, and each is sent one. One operation is a
// goroutine that was made, parked and woken.

import BraidGoroutines
import Measuring

func parkedReceivers(_ request: Workload.Request) throws -> Measurement {
    try inGoroutine { try parkReceivers(request.count) }
}

private func parkReceivers(_ count: Int) throws -> Measurement {
    let (gate, arrived, group) = (Channel<Int>(), WaitGroup(), WaitGroup())
    var parking = Parking(count: count)
    arrived.add(count)
    for _ in 0..<count {
        group.go {
            arrived.done()
            _ = gate.receive()
        }
    }
    arrived.wait()
    parking.allWait()
    parking.wakingBegins()
    for number in 0..<count { try gate.send(number) }
    group.wait()
    return parking.measurement()
}
