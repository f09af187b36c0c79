# yield2, yield1000, aio_yield: N yields shared by 2 or by 1,000 tasks. One operation is a yield.
import asyncio

from on_asyncio.running import Work
from work import shares


async def yield_often(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


def among(tasks: int) -> Work:
    async def work(count: int) -> None:
        async with asyncio.TaskGroup() as group:
            for share in shares(count, tasks):
                group.create_task(yield_often(share))

    return work
