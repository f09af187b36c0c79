// Two async functions that wait for each other's promises, resolved by hand.
const resolvers = {};
const signal = (name) => new Promise((resolve) => (resolvers[name] = resolve));
const ping = signal("ping");
const pong = signal("pong");
(async () => {
  console.log("waits for ping", await ping);
  resolvers.pong("pong!");
  console.log("has sent pong");
  await null;
  console.log("first ends");
})();
(async () => {
  resolvers.ping("ping!");
  console.log("has sent ping");
  console.log("waits for pong", await pong);
  console.log("second ends");
})();
ping.then(() => console.log("a reaction that was registered after the await"));
