//! timers: N tasks sleep for a random time of 0 to 1,000 ms each. One operation is a sleep.
//!
//! A sleeper is late by what has passed beyond its time since it asked for it.

use crate::measurement::{in_task, timed, Failure, Measurement, Request};
use crate::xorshift::Xorshift;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

pub fn measure(runtime: &Runtime, request: Request) -> Result<Measurement, Failure> {
    let durations = Xorshift::durations(request.count);
    let mut late = Vec::new();
    let mut measurement = timed(request.count, || {
        late = in_task(runtime, sleep_all(durations))?;
        Ok(())
    })?;
    late.sort();
    let microseconds =
        |percentile: usize| late[(late.len() - 1) * percentile / 100].as_nanos() as f64 / 1000.0;
    measurement.extras = vec![("late_p50_us", microseconds(50)), ("late_p99_us", microseconds(99))];
    Ok(measurement)
}

async fn sleep_all(durations: Vec<Duration>) -> Result<Vec<Duration>, Failure> {
    let tasks: Vec<_> = durations
        .into_iter()
        .map(|duration| {
            tokio::spawn(async move {
                let due = Instant::now() + duration;
                tokio::time::sleep(duration).await;
                Instant::now().saturating_duration_since(due)
            })
        })
        .collect();
    let mut late = Vec::with_capacity(tasks.len());
    for task in tasks {
        late.push(task.await?);
    }
    Ok(late)
}
