// yield2, yield1000: N yields shared by 2 or by 1,000 async functions. One operation is a yield.
//
// To yield is to let the loop go on: setImmediate. Awaiting a promise that is settled lets only other reactions
// run; that is the workload await_resolved.
import { setImmediate } from 'node:timers/promises';
import { shares } from '../work.mjs';

async function yieldOften(count) {
  for (let done = 0; done < count; done++) await setImmediate();
}

export function yieldAmong(functions) {
  return (count) => Promise.all(shares(count, functions).map(yieldOften));
}
