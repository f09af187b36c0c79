# gather100k: batches of 100,000 coroutines that yield once and return a result. One operation is a
# coroutine.
import asyncio

from contract import must_be
from work import sum_below

LARGEST = 100_000


async def result(number: int) -> int:
    await asyncio.sleep(0)
    return number


async def in_batches(count: int) -> None:
    for start in range(0, count, LARGEST):
        size = min(LARGEST, count - start)
        results = await asyncio.gather(*(result(number) for number in range(size)))
        must_be("the sum of the results", sum(results), sum_below(size))
