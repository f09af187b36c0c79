// promise_then: a chain of N reactions, each to the promise of the one before. promise_all: one promise for N.
// One operation is a promise.
import { mustBe } from '../measurement.mjs';

export async function thenChain(count) {
  let promise = Promise.resolve(0);
  for (let made = 0; made < count; made++) promise = promise.then((number) => number + 1);
  mustBe('the length of the chain', await promise, count);
}

export async function all(count) {
  const values = await Promise.all(Array.from({ length: count }, (_, number) => Promise.resolve(number)));
  mustBe('the number of values', values.length, count);
}
