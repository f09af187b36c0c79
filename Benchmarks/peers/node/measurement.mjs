// Node › Measurement: what came of a workload, and the line that says so.
import process from 'node:process';
import * as memory from './memory.mjs';

/** Work that is done once untimed with a tenth of the count, and then timed. */
export function warmed(work) {
  return async (request) => {
    await work(Math.max(1, Math.floor(request.count / 10)));
    return cold(work)(request);
  };
}

/** Work that is timed the first time it is done. */
export function cold(work) {
  return ({ count }) => timed(count, () => work(count));
}

export async function timed(operations, work) {
  const processorBefore = process.cpuUsage();
  const began = nanoseconds();
  await work();
  const wall = nanoseconds() - began;
  const { user, system } = process.cpuUsage(processorBefore);
  return {
    nanosecondsPerOperation: wall / operations,
    wallSeconds: wall / 1e9,
    processorSeconds: (user + system) / 1e6,
    extras: {},
  };
}

export function line(measurement, workload, count) {
  const extras = Object.entries(measurement.extras).map(([name, value]) => [name, rounded(value, 3)]);
  return JSON.stringify({
    peer: 'node',
    workload,
    n: count,
    ns_per_op: rounded(measurement.nanosecondsPerOperation, 1),
    rss_kb: memory.field('VmHWM'),
    cpu_s: rounded(measurement.processorSeconds, 4),
    wall_s: rounded(measurement.wallSeconds, 4),
    ...Object.fromEntries(extras),
  });
}

/** How far behind their time sleepers woke. */
export function lateness(lateNanoseconds) {
  const ordered = [...lateNanoseconds].sort((one, other) => one - other);
  const microseconds = (percentile) => ordered[Math.floor(((ordered.length - 1) * percentile) / 100)] / 1000;
  return { late_p50_us: microseconds(50), late_p99_us: microseconds(99) };
}

export function mustBe(what, found, expected) {
  if (found !== expected) throw new Error(`${what} is ${found} and not ${expected}`);
}

/** The time on the monotonic clock; it stays exact in a double for a hundred days after the start. */
export function nanoseconds() {
  return Number(process.hrtime.bigint());
}

function rounded(value, digits) {
  return Number(value.toFixed(digits));
}
