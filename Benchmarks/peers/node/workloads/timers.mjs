// timers: N async functions sleep for a random time of 0 to 1,000 ms each. One operation is a sleep.
//
// A sleeper is late by what has passed beyond its time since it asked for it. Node's timers count in whole
// milliseconds and cut off the rest: some sleepers are early.
import { setTimeout } from 'node:timers/promises';
import { lateness, nanoseconds, timed } from '../measurement.mjs';
import { randomMilliseconds } from '../work.mjs';

export async function timers({ count }) {
  const durations = randomMilliseconds(count);
  const late = [];
  const measurement = await timed(count, () =>
    Promise.all(
      durations.map(async (milliseconds) => {
        const due = nanoseconds() + milliseconds * 1e6;
        await setTimeout(milliseconds);
        late.push(nanoseconds() - due);
      }),
    ),
  );
  measurement.extras = lateness(late);
  return measurement;
}
