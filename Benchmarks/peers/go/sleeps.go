// blocking_sleep, aio_sleep: N goroutines (the contract has three) that wait a second each, in a system
// call that blocks the thread, and in Go's own sleep. One operation is a sleep; the figure of interest
// is the wall time.
package main

import (
	"sync"
	"syscall"
	"time"
)

func blockingSleep(count int) error {
	return together(count, func() {
		second := syscall.Timespec{Sec: 1}
		for syscall.Nanosleep(&second, &second) == syscall.EINTR {
			// Go's own signals interrupt the call; what remains is in the second argument.
		}
	})
}

func parkedSleep(count int) error {
	return together(count, func() { time.Sleep(time.Second) })
}

func together(count int, work func()) error {
	var group sync.WaitGroup
	for range count {
		group.Go(work)
	}
	group.Wait()
	return nil
}
