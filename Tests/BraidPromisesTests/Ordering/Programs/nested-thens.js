// What is registered inside a handler waits for the tick after; an unreturned promise is not waited for.
Promise.resolve()
  .then(() => {
    console.log("outer 1");
    Promise.resolve()
      .then(() => console.log("inner 1"))
      .then(() => console.log("inner 2"))
      .then(() => console.log("inner 3"));
  })
  .then(() => {
    console.log("outer 2");
    return Promise.resolve()
      .then(() => console.log("inner 4"))
      .then(() => console.log("inner 5"));
  })
  .then(() => console.log("outer 3"))
  .then(() => console.log("outer 4"));
