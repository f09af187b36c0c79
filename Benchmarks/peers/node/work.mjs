// Node › Work: the numbers that the workloads of all peers are made of.

/** `count` operations cut into parts of which none is larger than another by more than one. */
export function shares(count, parts) {
  return Array.from({ length: parts }, (_, part) => Math.floor(count / parts) + (part < count % parts ? 1 : 0));
}

export function sumBelow(count) {
  return (count * (count - 1)) / 2;
}

/** Marsaglia's generator of 32 bits: the same numbers as in every peer. */
function next(state) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return state;
}

const SEED = 2_463_534_242;

/** The number after so many steps: computation and nothing else. */
export function xorshiftAfter(steps, seed) {
  let state = seed;
  for (let step = 0; step < steps; step++) state = next(state);
  return state >>> 0;
}

/** So many durations from 0 to 1,000 ms. */
export function randomMilliseconds(count) {
  let state = SEED | 0;
  return Array.from({ length: count }, () => {
    state = next(state);
    return ((state >>> 0) % 1_000_001) / 1000;
  });
}
