// However many microtasks queue another, no timer comes between; after each timer all of them run.
let left = 5;
const again = () => {
  console.log("microtask", left);
  if (--left > 0) queueMicrotask(again);
};
setTimeout(() => {
  console.log("timer 1");
  queueMicrotask(() => console.log("microtask of timer 1"));
  Promise.resolve().then(() => console.log("reaction of timer 1"));
  setTimeout(() => console.log("timer set by timer 1"), 0);
}, 0);
setTimeout(() => {
  console.log("timer 2");
  Promise.resolve().then(() => console.log("reaction of timer 2"));
}, 0);
queueMicrotask(again);
Promise.resolve().then(() => console.log("reaction"));
