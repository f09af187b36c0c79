# mutex: 100 tasks increment a number N times together, each time under a lock. One operation is an
# increment. On one thread no lock would be needed here; the workload is about what one costs.
import asyncio

from contract import must_be
from work import shares


async def increment(count: int) -> None:
    lock = asyncio.Lock()
    total = 0

    async def increment_often(share: int) -> None:
        nonlocal total
        for _ in range(share):
            async with lock:
                total += 1

    async with asyncio.TaskGroup() as group:
        for share in shares(count, 100):
            group.create_task(increment_often(share))
    must_be("the sum", total, count)
