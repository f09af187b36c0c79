package main

import (
	"sync"
	"time"
)

func doWork(group *sync.WaitGroup) {
	defer group.Done()
	time.Sleep(time.Second)
}

func main() {
	var group sync.WaitGroup
	for i := 0; i < 3; i++ {
		group.Add(1)
		go doWork(&group)
	}
	group.Wait()
}
