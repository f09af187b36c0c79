// mutex: 100 goroutines increment a number N times together, each time under a lock. One operation is
// an increment.
package main

import "sync"

func mutex(count int) error {
	var group sync.WaitGroup
	var lock sync.Mutex
	sum := 0
	for _, share := range shares(count, 100) {
		group.Go(func() {
			for range share {
				lock.Lock()
				sum++
				lock.Unlock()
			}
		})
	}
	group.Wait()
	return mustBe("the sum", sum, count)
}
