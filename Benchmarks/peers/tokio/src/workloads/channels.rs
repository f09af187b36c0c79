//! chan_unbuf, chan_spsc128, chan_mpmc4x4: N messages from producers to consumers over one channel. One
//! operation is a message.
//!
//! Tokio's channel has one consumer; where there are more, async-channel's is the usual choice.

use crate::measurement::{must_be, shares, sum_below, Outcome};
use tokio::sync::mpsc;

pub async fn pass(count: usize, capacity: usize) -> Outcome {
    let (sender, mut receiver) = mpsc::channel(capacity);
    tokio::spawn(async move {
        for message in 0..count {
            sender.send(message).await.expect("the consumer receives to the end");
        }
    });
    let consumer = tokio::spawn(async move {
        let mut sum = 0;
        while let Some(message) = receiver.recv().await {
            sum += message;
        }
        sum
    });
    must_be("the sum of the messages", consumer.await?, sum_below(count))
}

pub async fn pass_among(count: usize, capacity: usize, each: usize) -> Outcome {
    let (sender, receiver) = async_channel::bounded(capacity);
    let consumers: Vec<_> = (0..each)
        .map(|_| {
            let receiver = receiver.clone();
            tokio::spawn(async move {
                let mut sum = 0;
                while let Ok(message) = receiver.recv().await {
                    sum += message;
                }
                sum
            })
        })
        .collect();
    let mut expected = 0;
    for share in shares(count, each) {
        expected += sum_below(share);
        let sender = sender.clone();
        tokio::spawn(async move {
            for message in 0..share {
                sender.send(message).await.expect("the consumers receive to the end");
            }
        });
    }
    drop(sender);
    let mut sum = 0;
    for consumer in consumers {
        sum += consumer.await?;
    }
    must_be("the sum of the messages", sum, expected)
}
