// The first call of the pair decides, at once; later calls and a throw change nothing.
const report = (name, promise) =>
  promise.then(
    (value) => console.log(name, "fulfilled", value),
    (reason) => console.log(name, "rejected", reason)
  );
report("resolve, reject", new Promise((resolve, reject) => { resolve(1); reject(2); }));
report("reject, resolve", new Promise((resolve, reject) => { reject(1); resolve(2); }));
report("resolve, resolve", new Promise((resolve) => { resolve(1); resolve(2); }));
report("resolve, throw", new Promise((resolve) => { resolve(1); throw 2; }));
report("throw", new Promise(() => { throw 1; }));
let settle;
const pending = new Promise((resolve) => (settle = resolve));
report("resolve pending, reject", new Promise((resolve, reject) => { resolve(pending); reject(2); }));
report("resolve pending, throw", new Promise((resolve) => { resolve(pending); throw 2; }));
setTimeout(() => settle(3), 5);
console.log("script ends");
