//! cpu_parallel: N steps of a generator in two halves, one after the other in one task, and then at the
//! same time in two. One operation is a step of the second way; the extra says how much faster it was.

use crate::measurement::{in_task, must_be, timed, Failure, Measurement, Request};
use crate::xorshift::number_after;
use tokio::runtime::Runtime;

pub fn measure(runtime: &Runtime, request: Request) -> Result<Measurement, Failure> {
    let half = std::cmp::max(1, request.count / 2);
    let mut together = Vec::new();
    let alone = timed(half * 2, || {
        together = in_task(runtime, async move { Ok([1, 2].map(|seed| number_after(half, seed)).to_vec()) })?;
        Ok(())
    })?;
    let mut parallel = timed(half * 2, || {
        let apart = in_task(runtime, async move {
            let tasks = [1, 2].map(|seed| tokio::spawn(async move { number_after(half, seed) }));
            let mut numbers = Vec::new();
            for task in tasks {
                numbers.push(task.await?);
            }
            Ok(numbers)
        })?;
        must_be("what two tasks computed", apart, together)
    })?;
    parallel.extras = vec![("speedup", alone.wall.as_secs_f64() / parallel.wall.as_secs_f64())];
    Ok(parallel)
}
