// Experiments › CPUBound: a computation, twice at once. On one thread, 1:N, the two share one processor; spread over
// threads, M:N, each has its own, which is what the column of per cents shows.

internal import BraidAsyncio
internal import BraidGoroutines
internal import BraidPromises

enum CPUBound: Experiment {
    static let name = "cpu-bound"
    static let subject = "a computation twice at once: the primes below 1,000,000, counted by trial division"

    static func asyncio() throws {
        try EventLoop.run {
            let counts = try await gather(
                ensureFuture { countPrimes(below: limit) }, ensureFuture { countPrimes(below: limit) })
            for count in [counts.0, counts.1] { OutputStream.standard.print("\(count)") }
        }
    }

    static func promises() throws {
        try EventLoop.runUntilIdle {
            Promise.all([
                Promise.async { countPrimes(below: limit) }, Promise.async { countPrimes(below: limit) },
            ]).then { counts in
                for count in counts { OutputStream.standard.print("\(count)") }
            }
        }
    }

    static func goroutines() {
        let counts = Channel<Int>()
        for _ in 0..<2 { go { try counts.send(countPrimes(below: limit)) } }
        for _ in 0..<2 { OutputStream.standard.print("\(counts.receive() ?? 0)") }
    }

    static func tasks() async {
        async let first = countPrimes(below: limit)
        async let second = countPrimes(below: limit)
        for count in await [first, second] { OutputStream.standard.print("\(count)") }
    }

    static let peers = PeerPrograms(
        python3: PackageResources.cpu_bound_py, node: PackageResources.cpu_bound_js,
        go: PackageResources.cpu_bound_go)

    private static let limit = 1_000_000
}

/// Slowly, as the experiment needs it; in the same words as the programs in Peers.
private func countPrimes(below limit: Int) -> Int {
    var count = 0
    for candidate in 2..<limit where isPrime(candidate) { count += 1 }
    return count
}

private func isPrime(_ candidate: Int) -> Bool {
    var divisor = 2
    while divisor * divisor <= candidate {
        if candidate % divisor == 0 { return false }
        divisor += 1
    }
    return true
}
