package main

import (
	"fmt"
	"runtime"
	"sync"
	"syscall"
	"time"
)

func block(blocking *sync.WaitGroup) {
	defer blocking.Done()
	syscall.Nanosleep(&syscall.Timespec{Sec: 1}, nil)
}

func doWork(others *sync.WaitGroup) {
	defer others.Done()
	time.Sleep(10 * time.Millisecond)
}

func main() {
	start := time.Now()
	var blocking, others sync.WaitGroup
	for i := 0; i < runtime.NumCPU(); i++ {
		blocking.Add(1)
		go block(&blocking)
	}
	for i := 0; i < 1000; i++ {
		others.Add(1)
		go doWork(&others)
	}
	others.Wait()
	fmt.Printf("%.3f\n", time.Since(start).Seconds())
	blocking.Wait()
}
