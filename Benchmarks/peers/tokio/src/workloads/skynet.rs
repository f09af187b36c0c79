//! skynet: a tree of tasks, 10 children a node and N leaves, each of which sends its number up; every
//! node sends the sum of its children's. One operation is a leaf.

use crate::measurement::{must_be, sum_below, Outcome};
use std::future::Future;
use std::pin::Pin;
use tokio::sync::mpsc;

pub async fn sum_leaves(count: usize) -> Outcome {
    let mut rest = count;
    while rest > 1 {
        if rest % 10 != 0 {
            return Err(format!("skynet needs a power of ten, not {count}").into());
        }
        rest /= 10;
    }
    let (parent, mut sum) = mpsc::channel(1);
    tokio::spawn(grow(0, count, parent));
    must_be("the sum of the leaves", sum.recv().await, Some(sum_below(count)))
}

fn grow(
    first: usize, leaves: usize, parent: mpsc::Sender<usize>,
) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(async move {
        let mut sum = first;
        if leaves > 1 {
            let part = leaves / 10;
            let (sender, mut sums) = mpsc::channel(1);
            for child in 0..10 {
                tokio::spawn(grow(first + child * part, part, sender.clone()));
            }
            drop(sender);
            sum = 0;
            while let Some(part) = sums.recv().await {
                sum += part;
            }
        }
        parent.send(sum).await.expect("the parent adds up");
    })
}
