// Measuring › PrimeSieve: how many messages the sieve of goroutines sends until the last prime is out.
//
// The generator sends every number to the first filter. A filter sends on what its prime does not divide. So a number
// whose smallest prime factor is the k-th prime is sent k times, and the k-th prime itself too. Numbers beyond the
// last prime, which the generator may have sent meanwhile, are not counted.

/// The sieve's answer, computed the plain way.
public struct PrimeSieve: Sendable {
    /// The last of the primes.
    public private(set) var lastPrime = 1
    /// Messages sent until it was out.
    public private(set) var sends = 0

    /// The answer for the first `count` primes.
    public init(primes count: Int) {
        var primes: [Int] = []
        while primes.count < count {
            lastPrime += 1
            let candidate = lastPrime
            let divisor = primes.prefix { $0 * $0 <= candidate }.firstIndex { candidate % $0 == 0 }
            if divisor == nil { primes.append(candidate) }
            sends += divisor.map { $0 + 1 } ?? primes.count
        }
    }
}
