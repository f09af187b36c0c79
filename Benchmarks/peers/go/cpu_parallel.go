// cpu_parallel: N steps of a generator in two halves, one after the other in one goroutine, and then at
// the same time in two. One operation is a step of the second way; the extra says how much faster it was.
package main

import "sync"

func cpuParallel(wanted request) (measurement, error) {
	half := max(1, wanted.count/2)
	var together, apart [2]uint32
	alone, _ := timed(half*2, func() error {
		for place := range together {
			together[place] = xorshiftAfter(half, xorshift(place+1))
		}
		return nil
	})
	parallel, err := timed(half*2, func() error {
		var group sync.WaitGroup
		for place := range apart {
			group.Go(func() { apart[place] = xorshiftAfter(half, xorshift(place+1)) })
		}
		group.Wait()
		return mustBe("what two goroutines computed", apart, together)
	})
	parallel.extras = []extra{{"speedup", alone.wall.Seconds() / parallel.wall.Seconds()}}
	return parallel, err
}
