// gather100k: batches of 100,000 async functions that yield once and return a result. One operation is a call.
import { setImmediate } from 'node:timers/promises';
import { mustBe } from '../measurement.mjs';
import { sumBelow } from '../work.mjs';

const LARGEST = 100_000;

async function result(_, number) {
  await setImmediate();
  return number;
}

export async function gatherInBatches(count) {
  for (let start = 0; start < count; start += LARGEST) {
    const length = Math.min(LARGEST, count - start);
    const results = await Promise.all(Array.from({ length }, result));
    mustBe('the sum of the results', results.reduce((sum, number) => sum + number), sumBelow(length));
  }
}
