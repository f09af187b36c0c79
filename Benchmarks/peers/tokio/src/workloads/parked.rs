//! parked_recv, parked_sleep: N tasks wait for a value from one channel, or sleep until one and the same
//! time. One operation is a task that was made, parked and woken; the time in which all of them wait is
//! not part of it.

use crate::measurement::{in_task, Failure, Measurement, Request};
use crate::parking::{measured, Parking};
use crate::wait_group::WaitGroup;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;

pub fn receivers(runtime: &Runtime, request: Request) -> Result<Measurement, Failure> {
    let count = request.count;
    measured(count, || in_task(runtime, park_receivers(count)))
}

pub fn sleepers(runtime: &Runtime, request: Request) -> Result<Measurement, Failure> {
    let count = request.count;
    measured(count, || in_task(runtime, park_sleepers(count)))
}

async fn park_receivers(count: usize) -> Result<Parking, Failure> {
    let mut parking = Parking::new();
    let (group, arrived) = (WaitGroup::new(), Arc::new(Semaphore::new(0)));
    let (gate, receiver) = async_channel::bounded(1);
    for _ in 0..count {
        let (receiver, arrived) = (receiver.clone(), arrived.clone());
        group.spawn(async move {
            arrived.add_permits(1);
            receiver.recv().await
        });
    }
    wait_for_all(count, &arrived).await?;
    parking.all_wait();
    parking.waking_begins(Instant::now())?;
    for number in 0..count {
        gate.send(number).await?;
    }
    group.wait().await;
    Ok(parking)
}

async fn park_sleepers(count: usize) -> Result<Parking, Failure> {
    let mut parking = Parking::new();
    let (group, arrived) = (WaitGroup::new(), Arc::new(Semaphore::new(0)));
    let waking_time = Instant::now() + Duration::from_secs(1) + Duration::from_micros(25) * count as u32;
    for _ in 0..count {
        let arrived = arrived.clone();
        group.spawn(async move {
            arrived.add_permits(1);
            tokio::time::sleep_until(waking_time.into()).await;
        });
    }
    wait_for_all(count, &arrived).await?;
    parking.all_wait();
    parking.waking_begins(waking_time)?;
    group.wait().await;
    Ok(parking)
}

async fn wait_for_all(count: usize, arrived: &Semaphore) -> Result<(), Failure> {
    let _permits = arrived.acquire_many(count.try_into()?).await?;
    Ok(())
}
