# daisy: a chain of N tasks, each of which adds one to what comes from its right and passes it to its left,
# created and passed once. One operation is a node.
import asyncio

from contract import must_be


async def node(left: asyncio.Queue[int], right: asyncio.Queue[int]) -> None:
    await left.put(1 + await right.get())


async def chain(count: int) -> None:
    leftmost: asyncio.Queue[int] = asyncio.Queue(1)
    left = leftmost
    async with asyncio.TaskGroup() as group:
        for _ in range(count):
            right: asyncio.Queue[int] = asyncio.Queue(1)
            group.create_task(node(left, right))
            left = right
        await left.put(0)
        must_be("the length of the chain", await leftmost.get(), count)
