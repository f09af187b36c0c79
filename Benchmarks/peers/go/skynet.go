// skynet: a tree of goroutines, 10 children a node and N leaves, each of which sends its number up;
// every node sends the sum of its children's. One operation is a leaf.
package main

import "fmt"

func skynet(count int) error {
	for rest := count; rest > 1; rest /= 10 {
		if rest%10 != 0 {
			return fmt.Errorf("skynet needs a power of ten, not %d", count)
		}
	}
	sums := make(chan int)
	go grow(0, count, sums)
	return mustBe("the sum of the leaves", <-sums, sumBelow(count))
}

func grow(first, leaves int, parent chan<- int) {
	if leaves == 1 {
		parent <- first
		return
	}
	sums := make(chan int)
	part := leaves / 10
	for child := range 10 {
		go grow(first+child*part, part, sums)
	}
	sum := 0
	for range 10 {
		sum += <-sums
	}
	parent <- sum
}
