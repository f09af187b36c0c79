// Whether a rejection is handled is asked when the microtasks have run out; a late handler is reported.
process.on("unhandledRejection", (reason) => console.log("unhandled:", reason));
process.on("rejectionHandled", () => console.log("handled after all"));
const handledAtOnce = Promise.reject("handled at once");
handledAtOnce.catch(() => {});
const handledInMicrotask = Promise.reject("handled in a microtask");
Promise.resolve().then(() => Promise.resolve().then(() => handledInMicrotask.catch(() => console.log("in time"))));
const handledLate = Promise.reject("handled late");
handledLate.then(() => console.log("never"));
const never = Promise.reject("never handled");
const later = Promise.reject("handled in a timer");
setTimeout(() => {
  console.log("timer");
  later.catch((reason) => console.log("caught", reason));
  Promise.reject("of the timer");
  queueMicrotask(() => console.log("microtask of the timer"));
}, 5);
queueMicrotask(() => console.log("microtask"));
console.log("script ends");
