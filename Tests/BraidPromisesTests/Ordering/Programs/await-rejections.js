// A rejection is thrown where it is awaited.
let ruler = Promise.resolve();
for (let tick = 1; tick <= 6; tick++) ruler = ruler.then(() => console.log(tick));
const failing = async (name) => {
  console.log(name, "begins");
  await null;
  throw name + " failed";
};
(async () => {
  try {
    await failing("first");
    console.log("never");
  } catch (reason) {
    console.log("caught", reason);
  } finally {
    console.log("finally");
  }
  return failing("second");
})().then(
  () => console.log("never"),
  (reason) => console.log("at the end", reason)
);
