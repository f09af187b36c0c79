// chan_unbuf, chan_spsc128, chan_mpmc4x4: N messages from producers to consumers over one channel. One
// operation is a message.
package main

import "sync"

func pass(capacity, producers, consumers int) func(count int) error {
	return func(count int) error {
		messages := make(chan int, capacity)
		sums := make([]int, consumers)
		var sending, receiving sync.WaitGroup
		for consumer := range consumers {
			receiving.Go(func() {
				sum := 0
				for message := range messages {
					sum += message
				}
				sums[consumer] = sum
			})
		}
		expected := 0
		for _, share := range shares(count, producers) {
			expected += sumBelow(share)
			sending.Go(func() {
				for message := range share {
					messages <- message
				}
			})
		}
		sending.Wait()
		close(messages)
		receiving.Wait()
		return mustBe("the sum of the messages", sum(sums), expected)
	}
}
