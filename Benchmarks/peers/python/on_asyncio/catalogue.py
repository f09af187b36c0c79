# asyncio › Catalogue: what the contract names and this table does not have ends with status 3.
from contract import Workload
from on_asyncio import (
    awaiting, call_soon, channels, cpu_parallel, daisy, gather, http_titles, mutex, parked, ping_pong, ring,
    selecting, sieve, skynet, sleeps, spawn, tcp_echo, timers, yields)
from on_asyncio.running import cold, warmed

workloads: dict[str, Workload] = {
    "spawn": warmed(spawn.many),
    "spawn_seq": warmed(spawn.one_after_another),
    "gather100k": warmed(gather.in_batches),
    "yield2": warmed(yields.among(2)),
    "yield1000": warmed(yields.among(1000)),

    "pingpong": warmed(ping_pong.play),
    # asyncio has no queue without a buffer; one place is the least.
    "chan_unbuf": warmed(channels.messages(capacity=1, producers=1, consumers=1)),
    "chan_spsc128": warmed(channels.messages(capacity=128, producers=1, consumers=1)),
    "chan_mpmc4x4": warmed(channels.messages(capacity=128, producers=4, consumers=4)),
    "ring1000": warmed(ring.token_round(1000)),
    "daisy": warmed(daisy.chain),
    "skynet": cold(skynet.sum_leaves),
    "sieve": sieve.measure,

    "select2": warmed(selecting.among(2)),
    "select8": warmed(selecting.among(8)),
    "select2_ready": warmed(selecting.ready_among(2)),
    "select8_ready": warmed(selecting.ready_among(8)),
    "select8_default": warmed(selecting.none_of8),
    "select_timeout": warmed(selecting.against_timer),

    "mutex": warmed(mutex.increment),
    "timers": timers.measure,
    "parked_sleep": parked.sleepers,
    "parked_recv": parked.receivers,
    "cpu_parallel": cpu_parallel.measure,
    "blocking_sleep": cold(sleeps.blocking),
    "aio_sleep": cold(sleeps.parked),

    "await_resolved": warmed(awaiting.resolved),
    "await_call": warmed(awaiting.call),
    "callsoon": warmed(call_soon.at_once),
    "callsoon_chain": warmed(call_soon.chain),

    "aio_yield": warmed(yields.among(2)),
    "aio_spawn": warmed(spawn.many),
    "aio_gather100k": warmed(gather.in_batches),
    "aio_future": warmed(awaiting.future),
    "aio_taskgroup": warmed(spawn.group),
    "aio_timers": timers.measure,
    "aio_queue": warmed(channels.messages(capacity=128, producers=1, consumers=1)),
    "aio_callsoon": warmed(call_soon.at_once),

    "tcp_echo": tcp_echo.measure,
    "http_titles": http_titles.measure,
}
