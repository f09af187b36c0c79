// Async functions take turns at every await.
async function count(name, to) {
  for (let number = 1; number <= to; number++) {
    console.log(name + number);
    await null;
  }
  return name;
}
Promise.all([count("a", 3), count("b", 2), count("c", 4)]).then((names) => console.log(names.join(" ")));
(async () => {
  for (const promise of [count("d", 2), count("e", 1)]) console.log("awaited", await promise);
})();
