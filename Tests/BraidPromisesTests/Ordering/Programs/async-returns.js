// Returning a promise costs three ticks, awaiting it first two, returning a value one.
let ruler = Promise.resolve();
for (let tick = 1; tick <= 6; tick++) ruler = ruler.then(() => console.log(tick));
const promise = Promise.resolve();
(async () => promise)().then(() => console.log("return promise"));
(async () => await promise)().then(() => console.log("return await promise"));
(async () => "value")().then(() => console.log("return value"));
(async () => {
  throw "error";
})().catch(() => console.log("throw"));
(async () => ({ then: (resolve) => resolve() }))().then(() => console.log("return thenable"));
