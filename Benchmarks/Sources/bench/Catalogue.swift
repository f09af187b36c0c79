// Bench › Catalogue: every workload that Braid has the parts for.
//
// What the contract names and this table does not have ends with status 3, and the table of results says so.

import Measuring

let catalogue: [Workload] = [
    .warmed("spawn", inGoroutine(spawnMany)),
    .warmed("spawn_seq", inGoroutine(spawnOneAfterAnother)),
    .warmed("gather100k", inGoroutine(gatherInBatches)),
    .warmed("yield2", inGoroutine { try yield($0, among: 2) }),
    .warmed("yield1000", inGoroutine { try yield($0, among: 1000) }),

    .warmed("pingpong", inGoroutine(playPingPong)),
    .warmed("chan_unbuf", inGoroutine { try pass($0, capacity: 0) }),
    .warmed("chan_spsc128", inGoroutine { try pass($0, capacity: 128) }),
    .warmed("chan_mpmc4x4", inGoroutine { try pass($0, capacity: 128, producers: 4, consumers: 4) }),
    .warmed("ring1000", inGoroutine { try passToken($0, round: 1000) }),
    .warmed("daisy", inGoroutine(daisyChain)),
    .cold("skynet", inGoroutine(skynet)),
    .measured("sieve", sieve),

    .warmed("select2", inGoroutine(selectOfTwo)),
    .warmed("select8", inGoroutine(selectOfEight)),
    .warmed("select2_ready", inGoroutine(selectReadyOfTwo)),
    .warmed("select8_ready", inGoroutine(selectReadyOfEight)),
    .warmed("select8_default", inGoroutine(selectDefaultOfEight)),
    .warmed("select_timeout", inGoroutine(selectOrTimeOut)),
    .warmed("mutex", inGoroutine(incrementTogether)),

    .measured("timers", timers),
    .measured("parked_sleep", parkedSleepers),
    .measured("parked_recv", parkedReceivers),
    .measured("cpu_parallel", computeInParallel),
    .cold("blocking_sleep", inGoroutine(sleepBlocking)),
    .cold("aio_sleep", inGoroutine(sleepParked)),

    .warmed("promise_then", onLoop(chainPromises)),
    .warmed("promise_all", onLoop(awaitAllPromises)),
    .warmed("await_resolved", onLoop(awaitResolved)),
    .warmed("await_call", onLoop(awaitCalls)),
    .warmed("callsoon", onLoop(queueAtOnce)),
    .warmed("callsoon_chain", onLoop(queueInChain)),

    .warmed("aio_yield", onLoop(yieldInTasks)),
    .warmed("aio_spawn", onLoop(createTasks)),
    .warmed("aio_gather100k", onLoop(gatherTasksInBatches)),
    .warmed("aio_future", onLoop(awaitFutures)),
    .measured("aio_timers", loopTimers),
    .warmed("aio_callsoon", onLoop(queueCallbacks)),

    .measured("tcp_echo", echo),
    .measured("echo_server", serveEcho),
    .measured("http_titles", fetchTitles),
]
