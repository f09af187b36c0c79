//! select2_ready, select8_ready: one channel among 2 or 8 is filled and then selected from.
//! select8_default: none of 8 is ready, and the default is taken. One operation is a select.

use crate::measurement::{must_be, Outcome};
use tokio::select;
use tokio::sync::mpsc::{channel, Receiver, Sender};

pub async fn among2(count: usize) -> Outcome {
    let ([mut a, mut b], senders) = buffered::<2>();
    let mut sum = 0;
    for number in 0..count {
        senders[number % 2].send(1).await?;
        sum += select! {
            Some(message) = a.recv() => message,
            Some(message) = b.recv() => message,
            else => break,
        };
    }
    must_be("the sum", sum, count)
}

pub async fn among8(count: usize) -> Outcome {
    let ([mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h], senders) = buffered::<8>();
    let mut sum = 0;
    for number in 0..count {
        senders[number % 8].send(1).await?;
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

/// The default is a last branch that is always ready, and `biased` has it asked last.
pub async fn none_of8(count: usize) -> Outcome {
    let ([mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h], _senders) = buffered::<8>();
    let mut defaults = 0;
    for _ in 0..count {
        select! {
            biased;
            _ = a.recv() => {}
            _ = b.recv() => {}
            _ = c.recv() => {}
            _ = d.recv() => {}
            _ = e.recv() => {}
            _ = f.recv() => {}
            _ = g.recv() => {}
            _ = h.recv() => {}
            _ = std::future::ready(()) => defaults += 1,
        }
    }
    must_be("how often the default was taken", defaults, count)
}

fn buffered<const CHANNELS: usize>() -> ([Receiver<usize>; CHANNELS], Vec<Sender<usize>>) {
    let mut senders = Vec::new();
    let receivers = [(); CHANNELS].map(|()| {
        let (sender, receiver) = channel(1);
        senders.push(sender);
        receiver
    });
    (receivers, senders)
}
