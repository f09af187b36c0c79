//! mutex: 100 tasks increment a number N times together, each time under a lock. One operation is an
//! increment.
//!
//! Tokio's own lock, which a task may hold while it waits. Where it does not, std's is the better choice,
//! but that one blocks the worker.

use crate::measurement::{must_be, shares, Outcome};
use crate::wait_group::WaitGroup;
use std::sync::Arc;
use tokio::sync::Mutex;

pub async fn increment(count: usize) -> Outcome {
    let sum = Arc::new(Mutex::new(0));
    let group = WaitGroup::new();
    for share in shares(count, 100) {
        let sum = sum.clone();
        group.spawn(async move {
            for _ in 0..share {
                *sum.lock().await += 1;
            }
        });
    }
    group.wait().await;
    let found = *sum.lock().await;
    must_be("the sum", found, count)
}
