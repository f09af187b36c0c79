// A thenable hears of its follower in a microtask of its own, and may answer at once or later.
let ruler = Promise.resolve();
for (let tick = 1; tick <= 8; tick++) ruler = ruler.then(() => console.log(tick));
const thenable = (name) => ({
  then(resolve) {
    console.log("asked", name);
    resolve(name);
    console.log("answered", name);
  },
});
new Promise((resolve) => {
  resolve(thenable("first"));
  console.log("executor ends");
}).then((value) => console.log("value", value));
Promise.resolve(thenable("second")).then((value) => console.log("value", value));
Promise.resolve()
  .then(() => thenable("third"))
  .then((value) => console.log("value", value));
new Promise((resolve) =>
  resolve({
    then(resolve) {
      console.log("asked outer");
      resolve(thenable("inner"));
      resolve("ignored");
    },
  })
).then((value) => console.log("value", value));
