// callsoon: N microtasks queued at once. callsoon_chain: each queues the next. One operation is a microtask.

export function atOnce(count) {
  return new Promise((finish) => {
    let missing = count;
    const call = () => {
      missing -= 1;
      if (missing === 0) finish();
    };
    for (let queued = 0; queued < count; queued++) queueMicrotask(call);
  });
}

export function chain(count) {
  return new Promise((finish) => {
    let missing = count;
    const call = () => {
      missing -= 1;
      if (missing === 0) finish();
      else queueMicrotask(call);
    };
    queueMicrotask(call);
  });
}
