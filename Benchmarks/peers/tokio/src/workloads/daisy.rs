//! daisy: a chain of N tasks, each of which adds one to what comes from its right and passes it to its
//! left, created and passed once. One operation is a node.

use crate::measurement::{must_be, Outcome};
use tokio::sync::mpsc;

pub async fn chain(count: usize) -> Outcome {
    let (mut left, mut leftmost) = mpsc::channel::<usize>(1);
    for _ in 0..count {
        let (sender, mut right) = mpsc::channel(1);
        tokio::spawn(async move {
            let number = right.recv().await.expect("the right one sends");
            left.send(number + 1).await
        });
        left = sender;
    }
    left.send(0).await?;
    must_be("the length of the chain", leftmost.recv().await, Some(count))
}
