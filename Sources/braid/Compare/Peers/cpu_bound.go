package main

import "fmt"

func isPrime(candidate int) bool {
	divisor := 2
	for divisor*divisor <= candidate {
		if candidate%divisor == 0 {
			return false
		}
		divisor++
	}
	return true
}

func countPrimes(limit int) int {
	count := 0
	for candidate := 2; candidate < limit; candidate++ {
		if isPrime(candidate) {
			count++
		}
	}
	return count
}

func main() {
	counts := make(chan int)
	for i := 0; i < 2; i++ {
		go func() { counts <- countPrimes(1_000_000) }()
	}
	for i := 0; i < 2; i++ {
		fmt.Println(<-counts)
	}
}
