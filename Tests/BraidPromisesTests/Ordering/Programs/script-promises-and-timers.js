// The classic: the script first, then microtasks, then timers, each with the microtasks it leaves.
console.log("script begins");
setTimeout(() => {
  console.log("timer 1");
  Promise.resolve().then(() => console.log("microtask of timer 1"));
}, 0);
setTimeout(() => console.log("timer 2"), 0);
Promise.resolve()
  .then(() => console.log("reaction 1"))
  .then(() => console.log("reaction 2"));
queueMicrotask(() => {
  console.log("microtask");
  queueMicrotask(() => console.log("microtask of a microtask"));
});
new Promise((resolve) => {
  console.log("executor");
  resolve();
  console.log("after resolve");
}).then(() => console.log("reaction of the executor's promise"));
console.log("script ends");
