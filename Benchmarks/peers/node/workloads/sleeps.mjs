// blocking_sleep, aio_sleep: N async functions (the contract has three) that wait a second each, in a call that
// blocks the thread, and in node's own sleep. One operation is a sleep; the figure of interest is the wall time.
import { setTimeout } from 'node:timers/promises';

const never = new Int32Array(new SharedArrayBuffer(4));

async function block() {
  Atomics.wait(never, 0, 0, 1000);
}

export async function blocking(count) {
  await Promise.all(Array.from({ length: count }, block));
}

export async function parked(count) {
  await Promise.all(Array.from({ length: count }, () => setTimeout(1000)));
}
