// yield2, yield1000: N yields shared by 2 or by 1,000 goroutines. One operation is a yield.
package main

import (
	"runtime"
	"sync"
)

func yieldAmong(goroutines int) func(count int) error {
	return func(count int) error {
		var group sync.WaitGroup
		for _, share := range shares(count, goroutines) {
			group.Go(func() {
				for range share {
					runtime.Gosched()
				}
			})
		}
		group.Wait()
		return nil
	}
}
