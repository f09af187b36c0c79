// Go › Xorshift: random numbers that are the same in every peer: Marsaglia's generator of 32 bits.
package main

type xorshift uint32

func newXorshift() xorshift { return 2_463_534_242 }

func (x *xorshift) next() uint32 {
	*x ^= *x << 13
	*x ^= *x >> 17
	*x ^= *x << 5
	return uint32(*x)
}

// xorshiftAfter is the number so many steps after the seed: computation and nothing else.
//
//go:noinline
func xorshiftAfter(steps int, seed xorshift) uint32 {
	numbers := seed
	for range steps {
		numbers.next()
	}
	return uint32(numbers)
}
