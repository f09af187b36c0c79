// A handler that returns a promise: its derived promise settles three ticks after the handler ran.
let ruler = Promise.resolve();
for (let tick = 1; tick <= 8; tick++) ruler = ruler.then(() => console.log(tick));
Promise.resolve()
  .then(() => {
    console.log("handler");
    return Promise.resolve("value");
  })
  .then((value) => console.log("followed", value));
Promise.resolve()
  .then(() => Promise.reject("reason"))
  .catch((reason) => console.log("followed", reason));
