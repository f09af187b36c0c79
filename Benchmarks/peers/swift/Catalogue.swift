// Swift › Catalogue: what the contract names and this table does not have ends with status 3.
//
// Swift has no select, no channel with a bounded buffer, and no network in its library. Where a producer must wait for
// its consumer, the channel is AsyncChannel of the Swift project's async-algorithms package; otherwise AsyncStream.

import Measuring

let catalogue: [Workload] = [
    .warmed("spawn", inTask(spawnMany)),
    .warmed("spawn_seq", inTask(spawnOneAfterAnother)),
    .warmed("gather100k", inTask(gatherInBatches)),
    .warmed("yield2", inTask { await yield($0, among: 2) }),
    .warmed("yield1000", inTask { await yield($0, among: 1000) }),

    .warmed("pingpong", inTask(playPingPong)),
    .warmed("chan_unbuf", inTask(passUnbuffered)),
    .warmed("ring1000", inTask { await passToken($0, round: 1000) }),
    .warmed("daisy", inTask(daisyChain)),
    .cold("skynet", inTask(skynet)),
    .measured("sieve", sieve),

    .warmed("mutex", inTask(incrementInActor)),
    .measured("timers", timers),
    .measured("parked_sleep", parkedSleepers),
    .measured("parked_recv", parkedReceivers),
    .measured("cpu_parallel", computeInParallel),
    .cold("blocking_sleep", inTask(sleepBlocking)),
    .cold("aio_sleep", inTask(sleepParked)),

    .warmed("await_resolved", inTask(awaitResolved)),
    .warmed("await_call", inTask(awaitCalls)),
]
