// pingpong: N round trips over two unbuffered channels. One operation is a round trip.
package main

func pingPong(count int) error {
	there, back := make(chan int), make(chan int)
	go func() {
		for ball := range there {
			back <- ball
		}
		close(back)
	}()
	for ball := range count {
		there <- ball
		if err := mustBe("the ball", <-back, ball); err != nil {
			return err
		}
	}
	close(there)
	<-back
	return nil
}
