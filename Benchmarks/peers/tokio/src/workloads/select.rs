//! select2, select8: N receives from 2 or 8 producers. select_timeout: N receives from one, each against
//! a fresh timer of a second. One operation is a receive.

use crate::measurement::{must_be, shares, Outcome};
use std::time::Duration;
use tokio::select;
use tokio::sync::mpsc::{channel, Receiver};

pub async fn among2(count: usize) -> Outcome {
    let [mut a, mut b] = producers::<2>(count);
    let mut sum = 0;
    for _ in 0..count {
        sum += select! {
            Some(message) = a.recv() => message,
            Some(message) = b.recv() => message,
            else => break,
        };
    }
    must_be("the sum", sum, count)
}

pub async fn among8(count: usize) -> Outcome {
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = producers::<8>(count);
    let mut sum = 0;
    for _ in 0..count {
        sum += select! {
            Some(message) = a.recv() => message,
            Some(message) = b.recv() => message,
            Some(message) = c.recv() => message,
            Some(message) = d.recv() => message,
            Some(message) = e.recv() => message,
            Some(message) = f.recv() => message,
            Some(message) = g.recv() => message,
            Some(message) = h.recv() => message,
            else => break,
        };
    }
    must_be("the sum", sum, count)
}

pub async fn against_timer(count: usize) -> Outcome {
    let [mut messages] = producers::<1>(count);
    for _ in 0..count {
        select! {
            _ = messages.recv() => {}
            _ = tokio::time::sleep(Duration::from_secs(1)) => {
                return Err("a message took more than a second".into());
            }
        }
    }
    Ok(())
}

/// Tasks that send `count` ones together, each over a channel of its own.
fn producers<const PRODUCERS: usize>(count: usize) -> [Receiver<usize>; PRODUCERS] {
    let mut shares = shares(count, PRODUCERS).into_iter();
    [(); PRODUCERS].map(|()| {
        let share = shares.next().expect("a share for each");
        let (sender, receiver) = channel(1);
        tokio::spawn(async move {
            for _ in 0..share {
                sender.send(1).await.expect("the consumer receives to the end");
            }
        });
        receiver
    })
}
