# gevent › Catalogue: what the contract names and this table does not have ends with status 3.
#
# gevent has no select over queues, no futures to chain, and no loop whose callbacks a user would queue.
from contract import Workload
from on_gevent import (
    channels, cpu_parallel, daisy, gather, http_titles, mutex, parked, ping_pong, ring, sieve, skynet, sleeps,
    spawn, tcp_echo, timers, yields)
from on_gevent.running import cold, warmed

workloads: dict[str, Workload] = {
    "spawn": warmed(spawn.many),
    "spawn_seq": warmed(spawn.one_after_another),
    "gather100k": warmed(gather.in_batches),
    "yield2": warmed(yields.among(2)),
    "yield1000": warmed(yields.among(1000)),

    "pingpong": warmed(ping_pong.play),
    "chan_unbuf": warmed(channels.messages(capacity=0, producers=1, consumers=1)),
    "chan_spsc128": warmed(channels.messages(capacity=128, producers=1, consumers=1)),
    "chan_mpmc4x4": warmed(channels.messages(capacity=128, producers=4, consumers=4)),
    "ring1000": warmed(ring.token_round(1000)),
    "daisy": warmed(daisy.chain),
    "skynet": cold(skynet.sum_leaves),
    "sieve": sieve.measure,

    "mutex": warmed(mutex.increment),
    "timers": timers.measure,
    "parked_sleep": parked.sleepers,
    "parked_recv": parked.receivers,
    "cpu_parallel": cpu_parallel.measure,
    "blocking_sleep": cold(sleeps.blocking),
    "aio_sleep": cold(sleeps.parked),

    "tcp_echo": tcp_echo.measure,
    "http_titles": http_titles.measure,
}
