// An async function runs at once up to its first await.
async function outer() {
  console.log("outer begins");
  await inner();
  console.log("outer ends");
}
async function inner() {
  console.log("inner");
}
console.log("script begins");
setTimeout(() => console.log("timer"), 0);
outer().then(() => console.log("outer has ended"));
new Promise((resolve) => {
  console.log("executor");
  resolve();
})
  .then(() => console.log("reaction 1"))
  .then(() => console.log("reaction 2"))
  .then(() => console.log("reaction 3"));
console.log("script ends");
