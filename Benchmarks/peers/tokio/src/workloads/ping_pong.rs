//! pingpong: N round trips over two channels of one place. One operation is a round trip.

use crate::measurement::{must_be, Outcome};
use tokio::sync::mpsc;

pub async fn play(count: usize) -> Outcome {
    let (there, mut there_end) = mpsc::channel(1);
    let (back, mut back_end) = mpsc::channel(1);
    tokio::spawn(async move {
        while let Some(ball) = there_end.recv().await {
            back.send(ball).await.expect("the other player plays to the end");
        }
    });
    for ball in 0..count {
        there.send(ball).await?;
        must_be("the ball", back_end.recv().await, Some(ball))?;
    }
    drop(there);
    must_be("the ball after the last", back_end.recv().await, None)
}
