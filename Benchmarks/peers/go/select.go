// select2, select8: N receives from 2 or 8 unbuffered producers. One operation is a receive.
package main

func select2(count int) error {
	c := producers(count, 2)
	sum := 0
	for range count {
		select {
		case message := <-c[0]:
			sum += message
		case message := <-c[1]:
			sum += message
		}
	}
	return mustBe("the sum", sum, count)
}

func select8(count int) error {
	c := producers(count, 8)
	sum := 0
	for range count {
		select {
		case message := <-c[0]:
			sum += message
		case message := <-c[1]:
			sum += message
		case message := <-c[2]:
			sum += message
		case message := <-c[3]:
			sum += message
		case message := <-c[4]:
			sum += message
		case message := <-c[5]:
			sum += message
		case message := <-c[6]:
			sum += message
		case message := <-c[7]:
			sum += message
		}
	}
	return mustBe("the sum", sum, count)
}

// producers send count ones together, each over a channel of its own.
func producers(count, producers int) []chan int {
	channels := make([]chan int, producers)
	for producer, share := range shares(count, producers) {
		messages := make(chan int)
		channels[producer] = messages
		go func() {
			for range share {
				messages <- 1
			}
		}()
	}
	return channels
}
