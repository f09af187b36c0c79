// gather100k: batches of 100,000 goroutines that yield once and store a result. One operation is a
// goroutine.
package main

import (
	"runtime"
	"sync"
)

func gatherInBatches(count int) error {
	const largest = 100_000
	for start := 0; start < count; start += largest {
		if err := gather(min(largest, count-start)); err != nil {
			return err
		}
	}
	return nil
}

func gather(count int) error {
	results := make([]int, count)
	var group sync.WaitGroup
	for number := range count {
		group.Go(func() {
			runtime.Gosched()
			results[number] = number
		})
	}
	group.Wait()
	return mustBe("the sum of the results", sum(results), sumBelow(count))
}

func sum(numbers []int) int {
	sum := 0
	for _, number := range numbers {
		sum += number
	}
	return sum
}
