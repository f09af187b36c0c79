// skynet: a tree of async functions, 10 children a node and N leaves, each of which returns its number; every
// node returns the sum of its children's. One operation is a leaf.
import { mustBe } from '../measurement.mjs';
import { sumBelow } from '../work.mjs';

async function grow(first, leaves) {
  if (leaves === 1) return first;
  const part = leaves / 10;
  const sums = await Promise.all(Array.from({ length: 10 }, (_, child) => grow(first + child * part, part)));
  return sums.reduce((sum, number) => sum + number);
}

export async function skynet(count) {
  if (!/^10*$/.test(String(count))) throw new Error(`skynet needs a power of ten, not ${count}`);
  mustBe('the sum of the leaves', await grow(0, count), sumBelow(count));
}
