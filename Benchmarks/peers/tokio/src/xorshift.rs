//! Tokio › Xorshift: random numbers that are the same in every peer: Marsaglia's generator of 32 bits.

use std::time::Duration;

pub struct Xorshift(u32);

impl Xorshift {
    pub fn new() -> Xorshift {
        Xorshift(2_463_534_242)
    }

    pub fn next(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0
    }

    /// So many durations from 0 to 1,000 milliseconds.
    pub fn durations(count: usize) -> Vec<Duration> {
        let mut numbers = Xorshift::new();
        (0..count).map(|_| Duration::from_micros(u64::from(numbers.next() % 1_000_001))).collect()
    }
}

/// The number after so many steps: computation and nothing else. Two of them must not begin at the same seed, or the
/// compiler computes one and takes it twice.
#[inline(never)]
pub fn number_after(steps: usize, seed: u32) -> u32 {
    let mut numbers = Xorshift(seed);
    for _ in 0..steps {
        numbers.next();
    }
    numbers.0
}
