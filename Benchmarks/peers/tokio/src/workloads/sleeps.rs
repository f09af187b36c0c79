//! blocking_sleep, aio_sleep: N tasks (the contract has three) that wait a second each, in a call that
//! blocks the thread, and in tokio's own sleep. One operation is a sleep; the figure of interest is the
//! wall time.
//!
//! An expert would move a call that is known to block to `spawn_blocking`. The workload is about those of
//! which nobody knew.

use crate::measurement::Outcome;
use crate::wait_group::WaitGroup;
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

pub async fn blocking(count: usize) -> Outcome {
    let group = WaitGroup::new();
    for _ in 0..count {
        group.spawn(async { std::thread::sleep(SECOND) });
    }
    group.wait().await;
    Ok(())
}

pub async fn parked(count: usize) -> Outcome {
    let group = WaitGroup::new();
    for _ in 0..count {
        group.spawn(tokio::time::sleep(SECOND));
    }
    group.wait().await;
    Ok(())
}
