import asyncio


def is_prime(candidate):
    divisor = 2
    while divisor * divisor <= candidate:
        if candidate % divisor == 0:
            return False
        divisor += 1
    return True


async def count_primes(limit):
    count = 0
    for candidate in range(2, limit):
        if is_prime(candidate):
            count += 1
    return count


async def main():
    for count in await asyncio.gather(count_primes(1_000_000), count_primes(1_000_000)):
        print(count)


if __name__ == "__main__":
    asyncio.run(main())
