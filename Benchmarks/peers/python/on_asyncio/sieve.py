# sieve: the first N primes from a chain of tasks, one for each prime. One operation is a send.
import asyncio
from itertools import count as count_from

from contract import Request, must_be
from measurement import Measurement, timed
from work import prime_sieve


def measure(request: Request) -> Measurement:
    expected, sends = prime_sieve(request.count)
    return timed(sends, lambda: must_be("the last prime", asyncio.run(last_prime(request.count)), expected))


async def generate(numbers: asyncio.Queue[int]) -> None:
    for number in count_from(2):
        await numbers.put(number)


async def sift(divisor: int, source: asyncio.Queue[int], rest: asyncio.Queue[int]) -> None:
    while True:
        number = await source.get()
        if number % divisor:
            await rest.put(number)


async def last_prime(count: int) -> int:
    numbers: asyncio.Queue[int] = asyncio.Queue(1)
    tasks = [asyncio.create_task(generate(numbers))]
    prime = 0
    for _ in range(count):
        prime = await numbers.get()
        rest: asyncio.Queue[int] = asyncio.Queue(1)
        tasks.append(asyncio.create_task(sift(prime, numbers, rest)))
        numbers = rest
    for task in tasks:
        task.cancel()
    return prime
