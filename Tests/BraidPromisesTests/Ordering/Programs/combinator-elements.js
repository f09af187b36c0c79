// Elements are followed one by one, and reported by their place, whatever their order of completion.
const thenable = (name, delay) => ({
  then(resolve) {
    console.log("asked", name);
    if (delay === 0) resolve(name);
    else setTimeout(() => resolve(name), delay);
    resolve(name + " again");
  },
});
const later = (value, delay) => new Promise((resolve) => setTimeout(() => resolve(value), delay));
const failing = (reason, delay) => new Promise((_, reject) => setTimeout(() => reject(reason), delay));
Promise.all([thenable("a", 0), thenable("b", 0), thenable("c", 0)]).then((values) => console.log(values.join(" ")));
Promise.all([later("slow", 30), later("quick", 10), later("middle", 20)]).then((values) => console.log(values.join(" ")));
Promise.any([failing("late reason", 30), failing("early reason", 10)]).catch((error) => console.log(error.errors.join(", ")));
Promise.race([later("slow", 30), later("quick", 10)]).then((value) => console.log(value));
Promise.allSettled([later("value", 30), failing("reason", 10)]).then((results) =>
  console.log(results.map((each) => each.value ?? each.reason).join(" "))
);
console.log("script ends");
