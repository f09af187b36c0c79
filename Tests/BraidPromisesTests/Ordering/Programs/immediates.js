// From a timer's callback, immediates come before the next timer, each with its microtasks.
setTimeout(() => {
  console.log("timer");
  setTimeout(() => console.log("timer of the timer"), 0);
  setImmediate(() => {
    console.log("immediate 1");
    Promise.resolve().then(() => console.log("reaction of immediate 1"));
  });
  setImmediate(() => console.log("immediate 2"));
  clearImmediate(setImmediate(() => console.log("never")));
  queueMicrotask(() => console.log("microtask"));
}, 0);
setTimeout(() => {
  setImmediate(() => {
    console.log("immediate 3");
    setImmediate(() => console.log("immediate of immediate 3"));
    queueMicrotask(() => console.log("microtask of immediate 3"));
  });
  setImmediate(() => console.log("immediate 4"));
}, 50);
