// select_timeout: N receives from an unbuffered producer, each against a fresh timer of a second. One
// operation is a receive.
package main

import (
	"errors"
	"time"
)

func selectTimeout(count int) error {
	messages := producers(count, 1)[0]
	for range count {
		select {
		case <-messages:
		case <-time.After(time.Second):
			return errors.New("a message took more than a second")
		}
	}
	return nil
}
