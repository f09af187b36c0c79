// `finally` lets the outcome through, four ticks later; only a failure of its own changes it.
let ruler = Promise.resolve();
for (let tick = 1; tick <= 8; tick++) ruler = ruler.then(() => console.log(tick));
Promise.resolve("value")
  .finally(() => console.log("finally 1"))
  .then((value) => console.log("passed", value));
Promise.reject("reason")
  .finally(() => console.log("finally 2"))
  .catch((reason) => console.log("passed", reason));
Promise.resolve("value")
  .finally(() => {
    throw "thrown";
  })
  .catch((reason) => console.log("overridden by", reason));
Promise.reject("reason")
  .finally(() => Promise.reject("rejected"))
  .catch((reason) => console.log("overridden by", reason));
Promise.resolve("value")
  .finally(() => Promise.resolve("not looked at"))
  .then((value) => console.log("passed later", value));
