//! Tokio › Measurement: what came of a workload, and the line that says so.

use crate::memory;
use std::error::Error;
use std::fmt::{Debug, Write};
use std::future::Future;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

pub type Failure = Box<dyn Error + Send + Sync>;
pub type Outcome = Result<(), Failure>;

pub struct Request {
    pub count: usize,
    pub url: Option<String>,
}

/// A piece of work that takes its own time.
pub type Workload = Box<dyn FnOnce(&Runtime, Request) -> Result<Measurement, Failure>>;

pub struct Measurement {
    pub nanoseconds_per_operation: f64,
    pub wall: Duration,
    pub processor: Duration,
    pub extras: Vec<(&'static str, f64)>,
}

/// Work that is done once untimed with a tenth of the count, and then timed.
pub fn warmed<Work, Done>(work: Work) -> Workload
where
    Work: Fn(usize) -> Done + 'static,
    Done: Future<Output = Outcome> + Send + 'static,
{
    Box::new(move |runtime, request| {
        in_task(runtime, work(std::cmp::max(1, request.count / 10)))?;
        cold(work)(runtime, request)
    })
}

/// Work that is timed the first time it is done.
pub fn cold<Work, Done>(work: Work) -> Workload
where
    Work: Fn(usize) -> Done + 'static,
    Done: Future<Output = Outcome> + Send + 'static,
{
    Box::new(move |runtime, request| timed(request.count, || in_task(runtime, work(request.count))))
}

/// Runs a future on a worker and not on the main thread, where tokio is slower.
pub fn in_task<Value, Done>(runtime: &Runtime, work: Done) -> Result<Value, Failure>
where
    Value: Send + 'static,
    Done: Future<Output = Result<Value, Failure>> + Send + 'static,
{
    runtime.block_on(runtime.spawn(work))?
}

pub fn timed(operations: usize, work: impl FnOnce() -> Outcome) -> Result<Measurement, Failure> {
    let (began, processor_before) = (Instant::now(), processor_time());
    work()?;
    let wall = began.elapsed();
    Ok(Measurement {
        nanoseconds_per_operation: wall.as_nanos() as f64 / operations as f64,
        wall,
        processor: processor_time() - processor_before,
        extras: Vec::new(),
    })
}

impl Measurement {
    pub fn line(&self, workload: &str, count: usize) -> String {
        let mut line = format!(
            r#"{{"peer":"tokio","workload":"{workload}","n":{count},"ns_per_op":{:.1},"rss_kb":{},"cpu_s":{:.4},"wall_s":{:.4}"#,
            self.nanoseconds_per_operation,
            memory::field("VmHWM:"),
            self.processor.as_secs_f64(),
            self.wall.as_secs_f64(),
        );
        for (name, value) in &self.extras {
            write!(line, r#","{name}":{value:.3}"#).expect("a string takes any text");
        }
        line + "}"
    }
}

/// Complains unless two values agree.
pub fn must_be<Value: PartialEq + Debug>(what: &str, found: Value, expected: Value) -> Outcome {
    if found == expected {
        return Ok(());
    }
    Err(format!("{what} is {found:?} and not {expected:?}").into())
}

/// `count` operations cut into parts of which none is larger than another by more than one.
pub fn shares(count: usize, parts: usize) -> Vec<usize> {
    (0..parts).map(|part| count / parts + usize::from(part < count % parts)).collect()
}

/// 0 + 1 + … + (count - 1).
pub fn sum_below(count: usize) -> usize {
    count * count.saturating_sub(1) / 2
}

fn processor_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // Safety: the call fills in a variable of this frame.
    let result = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    assert_eq!(result, 0, "no clock for the processor time");
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}
