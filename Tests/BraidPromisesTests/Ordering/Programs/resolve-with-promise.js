// Resolving with a promise takes a tick for the job and one for its reaction; the third runs what comes after.
let ruler = Promise.resolve();
for (let tick = 1; tick <= 6; tick++) ruler = ruler.then(() => console.log(tick));
const settled = Promise.resolve("settled");
new Promise((resolve) => resolve(settled)).then((value) => console.log("resolved with a", value, "promise"));
let settleLater;
const pending = new Promise((resolve) => (settleLater = resolve));
new Promise((resolve) => resolve(pending)).then((value) => console.log("resolved with a", value, "promise"));
settleLater("formerly pending");
Promise.resolve(settled).then((value) => console.log("the very same", value, "promise"));
