// Workloads › sieve: the first N primes from a chain of goroutines, one for each prime. One operation is a send.
//
// The chain is left as it stands: it goes on until the process ends, as in the program from Go's first tutorial.

import BraidGoroutines
import Measuring

func sieve(_ request: Workload.Request) throws -> Measurement {
    let expected = PrimeSieve(primes: request.count)
    return try Workload.timed(operations: expected.sends) {
        let lastPrime = try inGoroutine { findLast(of: request.count) }
        try Complaint.unless(lastPrime, is: expected.lastPrime, "the last prime")
    }
}

private func findLast(of count: Int) -> Int {
    var numbers = Channel<Int>()
    let all = numbers
    go {
        for number in 2... { try all.send(number) }
    }
    var prime = 0
    for _ in 0..<count {
        prime = numbers.receive() ?? 0
        let (source, target, divisor) = (numbers, Channel<Int>(), prime)
        go {
            for number in source where number % divisor != 0 { try target.send(number) }
        }
        numbers = target
    }
    return prime
}
