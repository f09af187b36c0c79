// spawn: N async functions that do nothing, awaited together. One operation is a call.

async function nothing() {}

export async function spawn(count) {
  await Promise.all(Array.from({ length: count }, nothing));
}
