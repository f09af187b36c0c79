//! yield2, yield1000: N yields shared by 2 or by 1,000 tasks. One operation is a yield.

use crate::measurement::{shares, Outcome};
use crate::wait_group::WaitGroup;

pub async fn among(tasks: usize, count: usize) -> Outcome {
    let group = WaitGroup::new();
    for share in shares(count, tasks) {
        group.spawn(async move {
            for _ in 0..share {
                tokio::task::yield_now().await;
            }
        });
    }
    group.wait().await;
    Ok(())
}
