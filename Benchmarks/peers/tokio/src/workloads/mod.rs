//! Tokio › Workloads: what the contract names and this table does not have ends with status 3.

mod channels;
mod cpu_parallel;
mod daisy;
mod gather;
mod mutex;
mod parked;
mod ping_pong;
mod ring;
mod select;
mod select_ready;
mod sieve;
mod skynet;
mod sleeps;
mod spawn;
pub mod tcp_echo;
mod timers;
mod yields;

use crate::measurement::{cold, warmed, Workload};

pub fn find(name: &str) -> Option<Workload> {
    Some(match name {
        "spawn" => warmed(spawn::many),
        "spawn_seq" => warmed(spawn::one_after_another),
        "gather100k" => warmed(gather::in_batches),
        "yield2" => warmed(|count| yields::among(2, count)),
        "yield1000" => warmed(|count| yields::among(1000, count)),

        "pingpong" => warmed(ping_pong::play),
        // Tokio has no channel without a buffer; one place is the least.
        "chan_unbuf" => warmed(|count| channels::pass(count, 1)),
        "chan_spsc128" => warmed(|count| channels::pass(count, 128)),
        "chan_mpmc4x4" => warmed(|count| channels::pass_among(count, 128, 4)),
        "ring1000" => warmed(|count| ring::pass_token(count, 1000)),
        "daisy" => warmed(daisy::chain),
        "skynet" => cold(skynet::sum_leaves),
        "sieve" => Box::new(sieve::measure),

        "select2" => warmed(select::among2),
        "select8" => warmed(select::among8),
        "select2_ready" => warmed(select_ready::among2),
        "select8_ready" => warmed(select_ready::among8),
        "select8_default" => warmed(select_ready::none_of8),
        "select_timeout" => warmed(select::against_timer),

        "mutex" => warmed(mutex::increment),
        "timers" => Box::new(timers::measure),
        "parked_sleep" => Box::new(parked::sleepers),
        "parked_recv" => Box::new(parked::receivers),
        "cpu_parallel" => Box::new(cpu_parallel::measure),
        "blocking_sleep" => cold(sleeps::blocking),
        "aio_sleep" => cold(sleeps::parked),
        "tcp_echo" => Box::new(tcp_echo::measure),
        _ => return None,
    })
}
