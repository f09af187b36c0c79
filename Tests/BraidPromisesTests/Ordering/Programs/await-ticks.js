// One tick for a value or a promise, two for a thenable, also when it is settled.
let ruler = Promise.resolve();
for (let tick = 1; tick <= 8; tick++) ruler = ruler.then(() => console.log(tick));
(async () => {
  await "value";
  console.log("awaited a value");
  await Promise.resolve();
  console.log("awaited a promise");
  await { then: (resolve) => resolve() };
  console.log("awaited a thenable");
  await (async () => {})();
  console.log("awaited an async function");
  await Promise.resolve().then(() => {});
  console.log("awaited a reaction");
})();
console.log("script ends");
