//! ring1000: a token's N hops round 1,000 tasks. One operation is a hop.
//!
//! Who takes the token at zero drops the sender to his neighbour, who drops his, until all have ended.

use crate::measurement::Outcome;
use crate::wait_group::WaitGroup;
use tokio::sync::mpsc;

pub async fn pass_token(count: usize, tasks: usize) -> Outcome {
    let group = WaitGroup::new();
    let (first, last) = mpsc::channel::<usize>(1);
    first.send(count).await?;
    let mut right = first;
    let mut places = Vec::with_capacity(tasks);
    for _ in 1..tasks {
        let (sender, receiver) = mpsc::channel(1);
        places.push((receiver, right));
        right = sender;
    }
    places.push((last, right));
    for (mut left, right) in places {
        group.spawn(async move {
            while let Some(token) = left.recv().await {
                if token == 0 || right.send(token - 1).await.is_err() {
                    break;
                }
            }
        });
    }
    group.wait().await;
    Ok(())
}
