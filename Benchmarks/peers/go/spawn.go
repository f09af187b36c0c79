// spawn: N goroutines that do nothing, joined by one wait group. One operation is a goroutine.
package main

import "sync"

func spawn(count int) error {
	var group sync.WaitGroup
	for range count {
		group.Go(func() {})
	}
	group.Wait()
	return nil
}
