// JavaScript has no call that sleeps; waiting for a cell of memory that nobody changes blocks the thread as one would.
const cell = new Int32Array(new SharedArrayBuffer(4));

async function doWork() {
    Atomics.wait(cell, 0, 0, 1000);
}

async function main() {
    const promises = [];
    for (let i = 0; i < 3; i++) {
        promises.push(doWork());
    }
    await Promise.all(promises);
}

main();
