//! Tokio › Main: tokio's side of the contract in Benchmarks/README.md.
//!
//!     bench WORKLOAD N [URL]
//!     bench echo_server PORT

mod measurement;
mod memory;
mod parking;
mod wait_group;
mod workloads;
mod xorshift;

use measurement::{Failure, Request};
use std::process::exit;
use tokio::runtime::{Builder, Runtime};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.len() < 2 || arguments.len() > 3 {
        end(2, "usage: bench WORKLOAD N [URL]");
    }
    let name = &arguments[0];
    let count: usize = match arguments[1].parse() {
        Ok(count) if count > 0 => count,
        _ => end(2, format!("{} is not a number of operations", arguments[1])),
    };
    let runtime = runtime().unwrap_or_else(|error| end(2, error));
    if name == "echo_server" {
        let ended = runtime.block_on(workloads::tcp_echo::serve(count));
        end(1, ended.err().unwrap_or_else(|| "the server ended".into()));
    }
    let workload = workloads::find(name).unwrap_or_else(|| end(3, format!("tokio has no workload {name}")));
    let request = Request { count, url: arguments.get(2).cloned() };
    match workload(&runtime, request) {
        Ok(measurement) => println!("{}", measurement.line(name, count)),
        Err(error) => end(1, format!("tokio {name}: {error}")),
    }
    exit(0); // Not `return`: tasks that wait for ever must not keep the process.
}

/// A worker for each processor, or `BRAID_WORKERS`.
fn runtime() -> Result<Runtime, Failure> {
    let mut builder = Builder::new_multi_thread();
    if let Ok(workers) = std::env::var("BRAID_WORKERS") {
        builder.worker_threads(workers.parse()?);
    }
    Ok(builder.enable_all().build()?)
}

fn end(status: i32, message: impl std::fmt::Display) -> ! {
    eprintln!("{message}");
    exit(status)
}
