//! Tokio › Parking: what many tasks that wait cost, and how they are made and woken.

use crate::measurement::{timed, Failure, Measurement, Outcome};
use crate::memory::occupied_bytes;
use std::time::{Duration, Instant};

/// The readings around a crowd that waits.
pub struct Parking {
    occupied: usize,
    began: Instant,
    spawned: Duration,
    waking_began: Instant,
}

impl Parking {
    pub fn new() -> Parking {
        let now = Instant::now();
        Parking { occupied: occupied_bytes(), began: now, spawned: Duration::ZERO, waking_began: now }
    }

    /// When all of them wait.
    pub fn all_wait(&mut self) {
        self.spawned = self.began.elapsed();
        self.occupied = occupied_bytes().saturating_sub(self.occupied);
    }

    /// When the first of them is woken.
    pub fn waking_begins(&mut self, at: Instant) -> Outcome {
        self.waking_began = at;
        if at < self.began + self.spawned {
            return Err("the first woke before the last slept".into());
        }
        Ok(())
    }
}

/// Measures `work`, which takes the readings. The time in which all of them wait is no part of an operation.
pub fn measured(
    count: usize, work: impl FnOnce() -> Result<Parking, Failure>,
) -> Result<Measurement, Failure> {
    let mut result = None;
    let mut measurement = timed(count, || {
        let parking = work()?;
        let woken = parking.waking_began.elapsed();
        result = Some((parking, woken));
        Ok(())
    })?;
    let (parking, woken) = result.expect("the work was done");
    let each = |total: f64| total / count as f64;
    let (spawned, woken) = (parking.spawned.as_nanos() as f64, woken.as_nanos() as f64);
    measurement.nanoseconds_per_operation = each(spawned + woken);
    measurement.extras = vec![
        ("bytes_per_unit", each(parking.occupied as f64)),
        ("spawn_ns", each(spawned)),
        ("wake_ns", each(woken)),
    ];
    Ok(measurement)
}
