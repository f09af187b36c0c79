// timers: N goroutines sleep for a random time of 0 to 1,000 ms each. One operation is a sleep.
//
// A sleeper is late by what has passed beyond its time since it asked for it.
package main

import (
	"sync"
	"time"
)

func timers(wanted request) (measurement, error) {
	durations := randomDurations(wanted.count)
	late := make([]time.Duration, wanted.count)
	measured, err := timed(wanted.count, func() error {
		var group sync.WaitGroup
		for number, duration := range durations {
			group.Go(func() {
				due := time.Now().Add(duration)
				time.Sleep(duration)
				late[number] = time.Since(due)
			})
		}
		group.Wait()
		return nil
	})
	measured.extras = lateness(late)
	return measured, err
}

func randomDurations(count int) []time.Duration {
	durations := make([]time.Duration, count)
	numbers := newXorshift()
	for number := range durations {
		durations[number] = time.Duration(numbers.next()%1_000_001) * time.Microsecond
	}
	return durations
}
