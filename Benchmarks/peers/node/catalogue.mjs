// Node › Catalogue: what the contract names and this table does not have ends with status 3.
//
// JavaScript has no channels, no select over them, and on its one thread little use for a lock.
import { cold, warmed } from './measurement.mjs';
import * as awaiting from './workloads/awaiting.mjs';
import * as callSoon from './workloads/call_soon.mjs';
import { cpuParallel } from './workloads/cpu_parallel.mjs';
import { gatherInBatches } from './workloads/gather.mjs';
import { httpTitles } from './workloads/http_titles.mjs';
import { parkedReceivers, parkedSleepers } from './workloads/parked.mjs';
import * as promises from './workloads/promises.mjs';
import { skynet } from './workloads/skynet.mjs';
import * as sleeps from './workloads/sleeps.mjs';
import { spawn } from './workloads/spawn.mjs';
import { tcpEcho } from './workloads/tcp_echo.mjs';
import { timers } from './workloads/timers.mjs';
import { yieldAmong } from './workloads/yields.mjs';

export const catalogue = {
  spawn: warmed(spawn),
  gather100k: warmed(gatherInBatches),
  yield2: warmed(yieldAmong(2)),
  yield1000: warmed(yieldAmong(1000)),
  skynet: cold(skynet),

  timers,
  parked_sleep: parkedSleepers,
  parked_recv: parkedReceivers,
  cpu_parallel: cpuParallel,
  blocking_sleep: cold(sleeps.blocking),
  aio_sleep: cold(sleeps.parked),

  promise_then: warmed(promises.thenChain),
  promise_all: warmed(promises.all),
  await_resolved: warmed(awaiting.resolved),
  await_call: warmed(awaiting.call),
  callsoon: warmed(callSoon.atOnce),
  callsoon_chain: warmed(callSoon.chain),

  tcp_echo: tcpEcho,
  http_titles: httpTitles,
};
