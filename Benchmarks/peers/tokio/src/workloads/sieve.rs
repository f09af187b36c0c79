//! sieve: the first N primes from a chain of tasks, one for each prime. One operation is a send.
//!
//! The chain is left as it stands: it goes on until the process ends.

use crate::measurement::{in_task, must_be, timed, Failure, Measurement, Request};
use tokio::runtime::Runtime;
use tokio::sync::mpsc;

pub fn measure(runtime: &Runtime, request: Request) -> Result<Measurement, Failure> {
    let (expected, sends) = prime_sieve(request.count);
    timed(sends, || {
        let found = in_task(runtime, async move { Ok(last_prime(request.count).await) })?;
        must_be("the last prime", found, Some(expected))
    })
}

async fn last_prime(count: usize) -> Option<usize> {
    let (all, mut numbers) = mpsc::channel(1);
    tokio::spawn(async move {
        let mut number = 2;
        while all.send(number).await.is_ok() {
            number += 1;
        }
    });
    let mut prime = None;
    for _ in 0..count {
        prime = numbers.recv().await;
        let divisor = prime?;
        let (sender, rest) = mpsc::channel(1);
        let mut source = std::mem::replace(&mut numbers, rest);
        tokio::spawn(async move {
            while let Some(number) = source.recv().await {
                if number % divisor != 0 && sender.send(number).await.is_err() {
                    break;
                }
            }
        });
    }
    prime
}

/// The answer computed the plain way, and how many messages it takes until the last prime is out: a
/// number whose smallest prime factor is the k-th prime is sent k times.
fn prime_sieve(count: usize) -> (usize, usize) {
    let mut primes: Vec<usize> = Vec::new();
    let (mut candidate, mut sends) = (1, 0);
    while primes.len() < count {
        candidate += 1;
        let divisor = primes.iter().position(|prime| candidate % prime == 0);
        sends += divisor.unwrap_or(primes.len()) + 1;
        if divisor.is_none() {
            primes.push(candidate);
        }
    }
    (candidate, sends)
}
