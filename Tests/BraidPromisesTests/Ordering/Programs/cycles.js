// A promise that is to follow itself is rejected.
const isCycle = (reason) => reason instanceof TypeError;
let resolveSelf;
const own = new Promise((resolve) => (resolveSelf = resolve));
resolveSelf(own);
own.catch((reason) => console.log("resolved with itself:", isCycle(reason)));
const derived = Promise.resolve().then(() => derived);
derived.catch((reason) => console.log("handler returned its own promise:", isCycle(reason)));
console.log("script ends");
