function isPrime(candidate) {
    let divisor = 2;
    while (divisor * divisor <= candidate) {
        if (candidate % divisor === 0) {
            return false;
        }
        divisor += 1;
    }
    return true;
}

async function countPrimes(limit) {
    let count = 0;
    for (let candidate = 2; candidate < limit; candidate++) {
        if (isPrime(candidate)) {
            count += 1;
        }
    }
    return count;
}

async function main() {
    for (const count of await Promise.all([countPrimes(1_000_000), countPrimes(1_000_000)])) {
        console.log(count);
    }
}

main();
