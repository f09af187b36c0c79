// Workloads › sieve: the first N primes from a chain of tasks, one for each prime. One operation is a send.
//
// The chain is left as it stands: it goes on until the process ends.

import AsyncAlgorithms
import Measuring

func sieve(_ request: Workload.Request) throws -> Measurement {
    let expected = PrimeSieve(primes: request.count)
    return try Workload.timed(operations: expected.sends) {
        let lastPrime = try inTask { await findLast(of: request.count) }
        try Complaint.unless(lastPrime, is: expected.lastPrime, "the last prime")
    }
}

private func findLast(of count: Int) async -> Int {
    var numbers = AsyncChannel<Int>()
    let all = numbers
    Task {
        for number in 2... { await all.send(number) }
    }
    var prime = 0
    for _ in 0..<count {
        var iterator = numbers.makeAsyncIterator()
        prime = await iterator.next() ?? 0
        let (source, target, divisor) = (numbers, AsyncChannel<Int>(), prime)
        Task {
            for await number in source where number % divisor != 0 { await target.send(number) }
        }
        numbers = target
    }
    return prime
}
