# pingpong: N round trips over two queues of one place. One operation is a round trip.
import asyncio

from contract import must_be


async def give_back(there: asyncio.Queue[int], back: asyncio.Queue[int], count: int) -> None:
    for _ in range(count):
        await back.put(await there.get())


async def play(count: int) -> None:
    there: asyncio.Queue[int] = asyncio.Queue(1)
    back: asyncio.Queue[int] = asyncio.Queue(1)
    async with asyncio.TaskGroup() as group:
        group.create_task(give_back(there, back, count))
        for ball in range(count):
            await there.put(ball)
            must_be("the ball", await back.get(), ball)
