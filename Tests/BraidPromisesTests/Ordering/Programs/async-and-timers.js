// Async functions that sleep, with promises, microtasks and timers between them.
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
async function worker(name, milliseconds) {
  console.log(name, "begins");
  await sleep(milliseconds);
  console.log(name, "woke");
  await null;
  console.log(name, "ends");
  return name;
}
(async () => {
  const first = worker("slow", 30);
  const second = worker("quick", 10);
  queueMicrotask(() => console.log("microtask"));
  console.log("awaited", await second);
  console.log("awaited", await first);
  for (const name of ["x", "y"]) await worker(name, 1);
  const [a, b] = await Promise.all([worker("a", 20), worker("b", 10)]);
  console.log("both", a, b);
})();
setTimeout(() => console.log("timer"), 20);
