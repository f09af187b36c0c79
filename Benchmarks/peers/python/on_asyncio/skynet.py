# skynet: a tree of tasks, 10 children a node and N leaves, each of which sends its number up; every node
# sends the sum of its children's. One operation is a leaf.
import asyncio

from contract import Complaint, must_be
from work import is_power_of_ten, sum_below


async def grow(first: int, leaves: int, parent: asyncio.Queue[int]) -> None:
    if leaves == 1:
        await parent.put(first)
        return
    sums: asyncio.Queue[int] = asyncio.Queue(1)
    part = leaves // 10
    # A task that nobody holds may be collected while it runs.
    children = [asyncio.create_task(grow(first + child * part, part, sums)) for child in range(10)]
    total = 0
    for _ in children:
        total += await sums.get()
    await parent.put(total)


async def sum_leaves(count: int) -> None:
    if not is_power_of_ten(count):
        raise Complaint(f"skynet needs a power of ten, not {count}")
    sums: asyncio.Queue[int] = asyncio.Queue(1)
    root = asyncio.create_task(grow(0, count, sums))
    must_be("the sum of the leaves", await sums.get(), sum_below(count))
    await root
