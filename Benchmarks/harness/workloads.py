# Harness › Workloads: what is measured, how often, and what is worth telling about it.
#
# The count is for the fast peers, for which a run then takes about a second at most. A slower peer gets a
# fraction of it, except where the count is a part of what is measured.
from typing import NamedTuple


class Workload(NamedTuple):
    name: str
    count: int
    what: str
    unit: str
    count_matters: bool = False
    needs: str = ""  # "site" or "echo server"
    figures: tuple[str, ...] = ()  # beside the time for an operation


PARKING = ("bytes_per_unit", "spawn_ns", "wake_ns")
LATENESS = ("late_p50_us", "late_p99_us")

WORKLOADS = [
    Workload("spawn", 1_000_000, "N goroutines that do nothing, joined by one wait group", "goroutine"),
    Workload("spawn_seq", 300_000, "one at a time, each answering over a channel", "goroutine"),
    Workload("gather100k", 200_000, "batches of 100,000 that yield once and store a result", "goroutine",
             count_matters=True, figures=("peak_mb",)),
    Workload("yield2", 2_000_000, "N yields shared by 2", "yield"),
    Workload("yield1000", 2_000_000, "N yields shared by 1,000", "yield"),

    Workload("pingpong", 500_000, "N round trips over two unbuffered channels", "round trip"),
    Workload("chan_unbuf", 1_000_000, "one producer, one consumer, no buffer", "message"),
    Workload("chan_spsc128", 3_000_000, "one producer, one consumer, a buffer of 128", "message"),
    Workload("chan_mpmc4x4", 3_000_000, "4 producers, 4 consumers, a buffer of 128", "message"),
    Workload("ring1000", 1_000_000, "a token's hops round 1,000 goroutines", "hop"),
    Workload("daisy", 100_000, "a chain of N, created and passed once", "node", count_matters=True),
    Workload("skynet", 100_000, "a tree, 10 children a node, N leaves, sum checked", "leaf",
             count_matters=True, figures=("peak_mb",)),
    Workload("sieve", 1_000, "the first N primes from a chain of filters", "send", count_matters=True),

    Workload("select2", 500_000, "receives from 2 unbuffered producers", "receive"),
    Workload("select8", 500_000, "receives from 8 unbuffered producers", "receive"),
    Workload("select2_ready", 1_000_000, "one of 2 buffered channels is filled, then selected from", "select"),
    Workload("select8_ready", 1_000_000, "one of 8 buffered channels is filled, then selected from", "select"),
    Workload("select8_default", 2_000_000, "none of 8 is ready, the default is taken", "select"),
    Workload("select_timeout", 300_000, "receives, each against a fresh timer of 1 s", "receive"),

    Workload("mutex", 10_000_000, "100 goroutines increment one number under a lock", "increment"),
    Workload("timers", 100_000, "N sleeps of random 0 to 1,000 ms, all at once", "sleep", count_matters=True,
             figures=LATENESS),
    Workload("parked_sleep", 100_000, "N asleep until one and the same time", "goroutine", count_matters=True,
             figures=PARKING),
    Workload("parked_recv", 100_000, "N waiting for a value from a channel", "goroutine", count_matters=True,
             figures=PARKING),
    Workload("cpu_parallel", 400_000_000, "steps of xorshift on two goroutines", "step",
             figures=("speedup",)),
    Workload("blocking_sleep", 3, "3 × 1 s in a call that blocks its thread", "sleep", count_matters=True,
             figures=("wall_s",)),
    Workload("aio_sleep", 3, "3 × 1 s in the runtime's own sleep", "sleep", count_matters=True,
             figures=("wall_s",)),

    Workload("promise_then", 500_000, "a chain of N reactions", "promise"),
    Workload("promise_all", 500_000, "one promise for N", "promise"),
    Workload("await_resolved", 2_000_000, "awaits of what is settled", "await"),
    Workload("await_call", 2_000_000, "awaits of a function that returns at once", "await"),
    Workload("callsoon", 1_000_000, "N callbacks queued at once", "callback"),
    Workload("callsoon_chain", 1_000_000, "N callbacks, each queues the next", "callback"),
    Workload("aio_yield", 2_000_000, "yield2 on the event loop", "yield"),
    Workload("aio_spawn", 1_000_000, "spawn on the event loop", "task"),
    Workload("aio_gather100k", 200_000, "gather100k on the event loop", "coroutine", count_matters=True),
    Workload("aio_future", 1_000_000, "awaits of a future that the next callback sets", "await"),
    Workload("aio_taskgroup", 1_000_000, "N tasks in a task group", "task"),
    Workload("aio_timers", 100_000, "timers on the event loop", "sleep", count_matters=True, figures=LATENESS),
    Workload("aio_queue", 3_000_000, "chan_spsc128 over a queue of the event loop", "message"),
    Workload("aio_callsoon", 1_000_000, "callsoon on the event loop", "callback"),

    Workload("tcp_echo", 100_000, "messages of 100 bytes there and back, 1,000 connections", "round trip",
             needs="echo server"),
    Workload("http_titles", 2_000, "pages of 10 KB fetched and their titles printed, 100 at a time", "page",
             count_matters=True, needs="site"),
]

BY_NAME = {workload.name: workload for workload in WORKLOADS}
