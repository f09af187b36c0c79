//! spawn: N tasks that do nothing, joined by one wait group. spawn_seq: one task at a time, each answering
//! over a channel. One operation is a task.

use crate::measurement::{must_be, Outcome};
use crate::wait_group::WaitGroup;
use tokio::sync::mpsc;

pub async fn many(count: usize) -> Outcome {
    let group = WaitGroup::new();
    for _ in 0..count {
        group.spawn(async {});
    }
    group.wait().await;
    Ok(())
}

pub async fn one_after_another(count: usize) -> Outcome {
    let (sender, mut receiver) = mpsc::channel(1);
    for number in 0..count {
        let sender = sender.clone();
        tokio::spawn(async move { sender.send(number).await });
        must_be("the answer", receiver.recv().await, Some(number))?;
    }
    Ok(())
}
