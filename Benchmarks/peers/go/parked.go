// parked_recv, parked_sleep: N goroutines wait for a value from one channel, or sleep until one and the
// same time. One operation is a goroutine that was made, parked and woken; the time in which all of
// them wait is not part of it.
package main

import (
	"errors"
	"sync"
	"time"
)

func parkedReceivers(wanted request) (measurement, error) {
	gate := make(chan int)
	park := func() { <-gate }
	wake := func() time.Time {
		began := time.Now()
		for number := range wanted.count {
			gate <- number
		}
		return began
	}
	return parked(wanted.count, park, wake)
}

func parkedSleepers(wanted request) (measurement, error) {
	wakingTime := time.Now().Add(time.Second + time.Duration(wanted.count)*25*time.Microsecond)
	park := func() { time.Sleep(time.Until(wakingTime)) }
	wake := func() time.Time { return wakingTime }
	return parked(wanted.count, park, wake)
}

// parked measures goroutines that park; wake wakes them, and tells when it began to.
func parked(count int, park func(), wake func() time.Time) (measurement, error) {
	var arrived, group sync.WaitGroup
	var spawned, woken time.Duration
	occupied := occupiedBytes()
	arrived.Add(count)
	measured, err := timed(count, func() error {
		began := time.Now()
		for range count {
			group.Go(func() {
				arrived.Done()
				park()
			})
		}
		arrived.Wait()
		spawned = time.Since(began)
		occupied = occupiedBytes() - occupied
		wakingBegan := wake()
		if wakingBegan.Before(began.Add(spawned)) {
			return errors.New("the first woke before the last slept")
		}
		group.Wait()
		woken = time.Since(wakingBegan)
		return nil
	})
	each := 1 / float64(count)
	measured.nanosecondsPerOperation = float64(spawned+woken) * each
	measured.extras = []extra{
		{"bytes_per_unit", float64(occupied) * each},
		{"spawn_ns", float64(spawned) * each},
		{"wake_ns", float64(woken) * each},
	}
	return measured, err
}
