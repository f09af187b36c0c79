// cpu_parallel: N steps of a generator in two halves, one after the other in one async function, and then in
// two. One operation is a step of the second way; the extra says how much faster it was.
//
// Async functions, and not worker threads: the row is about what the model's own unit does with a computation.
import { mustBe, timed } from '../measurement.mjs';
import { xorshiftAfter } from '../work.mjs';

async function compute(steps, seed) {
  return xorshiftAfter(steps, seed);
}

export async function cpuParallel({ count }) {
  const half = Math.max(1, Math.floor(count / 2));
  let together;
  let apart;
  const alone = await timed(half * 2, async () => {
    together = [await compute(half, 1), await compute(half, 2)];
  });
  const parallel = await timed(half * 2, async () => {
    apart = await Promise.all([compute(half, 1), compute(half, 2)]);
  });
  mustBe('what two functions computed', String(apart), String(together));
  parallel.extras = { speedup: alone.wallSeconds / parallel.wallSeconds };
  return parallel;
}
