function fetch(url) {
    return new Promise((resolve) => setTimeout(() => resolve(`page ${url}`), 1000));
}

async function main() {
    const urls = ["1", "2", "3"];
    for (const url of urls) {
        const page = await fetch(url);
        console.log(page);
    }
}

main();
