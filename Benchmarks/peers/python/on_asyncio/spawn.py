# spawn: N tasks that do nothing, created and then awaited. spawn_seq: one task at a time, each answering
# over a queue. aio_taskgroup: as spawn, in a task group. One operation is a task.
import asyncio

from contract import must_be


async def nothing() -> None:
    pass


async def many(count: int) -> None:
    tasks = [asyncio.create_task(nothing()) for _ in range(count)]
    for task in tasks:
        await task


async def group(count: int) -> None:
    async with asyncio.TaskGroup() as tasks:
        for _ in range(count):
            tasks.create_task(nothing())


async def one_after_another(count: int) -> None:
    answers: asyncio.Queue[int] = asyncio.Queue(1)
    for number in range(count):
        task = asyncio.create_task(answers.put(number))
        must_be("the answer", await answers.get(), number)
        await task
