// daisy: a chain of N goroutines, each of which adds one to what comes from its right and passes it to
// its left, created and passed once. One operation is a node.
package main

func daisyChain(count int) error {
	leftmost := make(chan int)
	left := leftmost
	for range count {
		right := make(chan int)
		go func(left chan<- int) { left <- 1 + <-right }(left)
		left = right
	}
	go func() { left <- 0 }()
	return mustBe("the length of the chain", <-leftmost, count)
}
