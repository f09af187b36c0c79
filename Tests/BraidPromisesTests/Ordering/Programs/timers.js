// By deadline, then in the order set; zero is one millisecond; a timer that is due can be cleared by its sibling.
setTimeout(() => console.log("20"), 20);
setTimeout(() => console.log("10, first"), 10);
setTimeout(() => console.log("1"), 1);
setTimeout(() => console.log("0"), 0);
setTimeout(() => console.log("1 again"), 1);
setTimeout(() => console.log("10, second"), 10);
let sibling;
setTimeout(() => {
  console.log("30, clears its sibling");
  clearTimeout(sibling);
}, 30);
sibling = setTimeout(() => console.log("never"), 30);
setTimeout(() => console.log("30, third"), 30);
let count = 0;
const interval = setInterval(() => {
  console.log("interval", ++count);
  Promise.resolve().then(() => console.log("microtask of interval", count));
  if (count === 3) clearTimeout(interval);
}, 40);
clearTimeout(undefined);
