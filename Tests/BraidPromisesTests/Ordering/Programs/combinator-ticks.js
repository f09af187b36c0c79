// Nothing to wait for costs a tick, settled elements two, a race of them two.
let ruler = Promise.resolve();
for (let tick = 1; tick <= 6; tick++) ruler = ruler.then(() => console.log(tick));
const one = Promise.resolve(1);
const failed = Promise.reject("reason");
const note = (name) => (result) => console.log([name].concat(result).join(" "));
Promise.all([]).then(note("all of none"));
Promise.allSettled([]).then(note("allSettled of none"));
Promise.any([]).catch((error) => console.log("any of none", error.errors.length));
Promise.race([]).then(note("never"));
Promise.all([one, one]).then(note("all"));
Promise.all([one, failed]).catch(note("all failed"));
Promise.allSettled([one, failed]).then((results) => console.log("allSettled", results.map((each) => each.status).join(" ")));
Promise.race([one, failed]).then(note("race"));
Promise.race([failed, one]).catch(note("race failed"));
Promise.any([failed, one]).then(note("any"));
Promise.any([failed, failed]).catch((error) => console.log("any failed", error.errors.join(" ")));
