// await_resolved: N awaits of a promise that is settled. await_call: N awaits of an async function that returns
// at once. One operation is an await.
import { mustBe } from '../measurement.mjs';

export async function resolved(count) {
  const promise = Promise.resolve(1);
  let sum = 0;
  for (let done = 0; done < count; done++) sum += await promise;
  mustBe('the sum', sum, count);
}

async function one() {
  return 1;
}

export async function call(count) {
  let sum = 0;
  for (let done = 0; done < count; done++) sum += await one();
  mustBe('the sum', sum, count);
}
