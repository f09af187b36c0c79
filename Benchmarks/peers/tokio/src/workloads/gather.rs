//! gather100k: batches of 100,000 tasks that yield once and store a result. One operation is a task.

use crate::measurement::{must_be, sum_below, Outcome};

pub async fn in_batches(count: usize) -> Outcome {
    const LARGEST: usize = 100_000;
    for start in (0..count).step_by(LARGEST) {
        gather(LARGEST.min(count - start)).await?;
    }
    Ok(())
}

async fn gather(count: usize) -> Outcome {
    let tasks: Vec<_> = (0..count)
        .map(|number| {
            tokio::spawn(async move {
                tokio::task::yield_now().await;
                number
            })
        })
        .collect();
    let mut results = Vec::with_capacity(count);
    for task in tasks {
        results.push(task.await?);
    }
    must_be("the sum of the results", results.iter().sum(), sum_below(count))
}
