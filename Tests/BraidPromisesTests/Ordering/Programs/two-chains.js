// Chains take turns, a tick each.
let chain = Promise.resolve();
for (const step of ["a1", "a2", "a3", "a4"]) chain = chain.then(() => console.log(step));
let other = Promise.resolve();
for (const step of ["b1", "b2", "b3"]) other = other.then(() => console.log(step));
const settled = Promise.resolve();
settled.then(() => console.log("c1"));
settled.then(() => console.log("c2"));
settled.then(() => console.log("c3"));
