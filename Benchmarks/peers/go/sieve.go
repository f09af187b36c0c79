// sieve: the first N primes from a chain of goroutines, one for each prime. One operation is a send.
//
// The chain is left as it stands: it goes on until the process ends.
package main

func sieve(wanted request) (measurement, error) {
	expected, sends := primeSieve(wanted.count)
	return timed(sends, func() error {
		return mustBe("the last prime", lastPrime(wanted.count), expected)
	})
}

func lastPrime(count int) int {
	numbers := make(chan int)
	go func(all chan<- int) {
		for number := 2; ; number++ {
			all <- number
		}
	}(numbers)
	prime := 0
	for range count {
		prime = <-numbers
		rest := make(chan int)
		go func(divisor int, source <-chan int) {
			for number := range source {
				if number%divisor != 0 {
					rest <- number
				}
			}
		}(prime, numbers)
		numbers = rest
	}
	return prime
}

// primeSieve computes the answer the plain way, and how many messages it takes until the last prime is
// out: a number whose smallest prime factor is the k-th prime is sent k times.
func primeSieve(count int) (lastPrime, sends int) {
	var primes []int
	for candidate := 2; len(primes) < count; candidate++ {
		place := 0
		for place < len(primes) && candidate%primes[place] != 0 {
			place++
		}
		if place == len(primes) {
			primes = append(primes, candidate)
			lastPrime = candidate
		}
		sends += place + 1
	}
	return lastPrime, sends
}
