function fetch(url) {
    return new Promise((resolve) => setTimeout(() => resolve(`page ${url}`), 1000));
}

async function main() {
    const urls = ["1", "2", "3"];
    const pages = await Promise.all(urls.map(fetch));
    for (const page of pages) {
        console.log(page);
    }
}

main();
