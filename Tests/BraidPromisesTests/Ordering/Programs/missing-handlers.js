// A handler that is not there passes the outcome on, and costs its tick all the same.
let ruler = Promise.resolve();
for (let tick = 1; tick <= 6; tick++) ruler = ruler.then(() => console.log(tick));
Promise.resolve("value")
  .catch(() => "never")
  .then()
  .then((value) => console.log("passed", value));
Promise.reject("reason")
  .then(() => "never")
  .then(() => "never")
  .then(() => "never", (reason) => console.log("caught", reason));
Promise.reject("reason")
  .catch((reason) => reason + " caught")
  .then((value) => console.log(value));
