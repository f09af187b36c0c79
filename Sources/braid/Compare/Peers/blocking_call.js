// JavaScript has no call that sleeps; waiting for a cell of memory that nobody changes blocks the thread as one would.
const cell = new Int32Array(new SharedArrayBuffer(4));

async function block() {
    Atomics.wait(cell, 0, 0, 1000);
}

function doWork() {
    return new Promise((resolve) => setTimeout(resolve, 10));
}

async function main() {
    const start = performance.now();
    const blocking = block();
    const others = [];
    for (let i = 0; i < 1000; i++) {
        others.push(doWork());
    }
    await Promise.all(others);
    console.log(((performance.now() - start) / 1000).toFixed(3));
    await blocking;
}

main();
