function doWork() {
    return new Promise((resolve) => setTimeout(resolve, 1000));
}

async function main() {
    const promises = [];
    for (let i = 0; i < 3; i++) {
        promises.push(doWork());
    }
    await Promise.all(promises);
}

main();
