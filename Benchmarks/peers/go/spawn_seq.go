// spawn_seq: one goroutine at a time, each answering over a channel. One operation is a goroutine.
package main

func spawnSequentially(count int) error {
	answers := make(chan int)
	for number := range count {
		go func() { answers <- number }()
		if err := mustBe("the answer", <-answers, number); err != nil {
			return err
		}
	}
	return nil
}
