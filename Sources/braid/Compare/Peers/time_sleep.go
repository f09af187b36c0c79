package main

import (
	"sync"
	"syscall"
)

// Go's time.Sleep parks the goroutine; the system call blocks the thread.
func doWork(group *sync.WaitGroup) {
	defer group.Done()
	syscall.Nanosleep(&syscall.Timespec{Sec: 1}, nil)
}

func main() {
	var group sync.WaitGroup
	for i := 0; i < 3; i++ {
		group.Add(1)
		go doWork(&group)
	}
	group.Wait()
}
