// ring1000: a token's N hops round 1,000 goroutines. One operation is a hop.
//
// Who takes the token at zero closes the channel to his neighbour, who closes the next one, until all
// have ended.
package main

import "sync"

func ring(goroutines int) func(count int) error {
	return func(count int) error {
		channels := make([]chan int, goroutines)
		for place := range channels {
			channels[place] = make(chan int)
		}
		var group sync.WaitGroup
		for place, left := range channels {
			right := channels[(place+1)%goroutines]
			group.Go(func() {
				for token := <-left; token > 0; token = <-left {
					right <- token - 1
				}
				close(right)
			})
		}
		channels[0] <- count
		group.Wait()
		return nil
	}
}
