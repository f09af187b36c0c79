// What a thenable does after its first answer does not count, throwing included.
const follow = (name, then) =>
  new Promise((resolve) => resolve({ then })).then(
    (value) => console.log(name, "fulfilled", value),
    (reason) => console.log(name, "rejected", reason)
  );
follow("throws", () => {
  throw "thrown";
});
follow("answers, then throws", (resolve) => {
  resolve("answer");
  throw "thrown";
});
follow("refuses, then throws", (_, reject) => {
  reject("refusal");
  throw "thrown";
});
follow("answers twice", (resolve) => {
  resolve("one");
  resolve("two");
});
follow("answers, then refuses", (resolve, reject) => {
  resolve("answer");
  reject("refusal");
});
follow("answers later", (resolve) => setTimeout(() => resolve("late"), 5));
follow("answers with a promise, then refuses", (resolve, reject) => {
  resolve(new Promise((resolve) => setTimeout(() => resolve("later"), 10)));
  reject("refusal");
});
