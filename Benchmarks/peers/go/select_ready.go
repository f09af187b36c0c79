// select2_ready, select8_ready: one buffered channel among 2 or 8 is filled and then selected from.
// select8_default: none of 8 is ready, and the default is taken. One operation is a select.
package main

func select2Ready(count int) error {
	c := buffered(2)
	sum := 0
	for number := range count {
		c[number%2] <- 1
		select {
		case message := <-c[0]:
			sum += message
		case message := <-c[1]:
			sum += message
		}
	}
	return mustBe("the sum", sum, count)
}

func select8Ready(count int) error {
	c := buffered(8)
	sum := 0
	for number := range count {
		c[number%8] <- 1
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

func select8Default(count int) error {
	c := buffered(8)
	defaults := 0
	for range count {
		select {
		case <-c[0]:
		case <-c[1]:
		case <-c[2]:
		case <-c[3]:
		case <-c[4]:
		case <-c[5]:
		case <-c[6]:
		case <-c[7]:
		default:
			defaults++
		}
	}
	return mustBe("how often the default was taken", defaults, count)
}

func buffered(channels int) []chan int {
	made := make([]chan int, channels)
	for channel := range made {
		made[channel] = make(chan int, 1)
	}
	return made
}
