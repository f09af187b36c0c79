# select2, select8: N receives from 2 or 8 producers. select2_ready, select8_ready: one queue among 2 or 8 is
# filled and then selected from. select8_default: none of 8 is ready. select_timeout: N receives, each
# against a fresh timer of a second. One operation is a receive or a select.
#
# asyncio selects among tasks: each queue has one that waits for its next message, and a new one when that
# has come.
import asyncio

from contract import must_be
from on_asyncio.running import Work
from work import shares


class Selector:
    def __init__(self, queues: list[asyncio.Queue[int]]):
        self.queue_of = {asyncio.create_task(queue.get()): queue for queue in queues}

    async def receive(self) -> int:
        """The sum of the messages that have come."""
        done, _ = await asyncio.wait(self.queue_of, return_when=asyncio.FIRST_COMPLETED)
        total = 0
        for task in done:
            queue = self.queue_of.pop(task)
            self.queue_of[asyncio.create_task(queue.get())] = queue
            total += task.result()
        return total

    def close(self) -> None:
        for task in self.queue_of:
            task.cancel()


async def produce(messages: asyncio.Queue[int], count: int) -> None:
    for _ in range(count):
        await messages.put(1)


def among(producers: int) -> Work:
    async def work(count: int) -> None:
        queues: list[asyncio.Queue[int]] = [asyncio.Queue(1) for _ in range(producers)]
        selector = Selector(queues)
        async with asyncio.TaskGroup() as group:
            for queue, share in zip(queues, shares(count, producers)):
                group.create_task(produce(queue, share))
            received = 0
            while received < count:
                received += await selector.receive()
        selector.close()
        must_be("the sum", received, count)

    return work


def ready_among(channels: int) -> Work:
    async def work(count: int) -> None:
        queues: list[asyncio.Queue[int]] = [asyncio.Queue(1) for _ in range(channels)]
        selector = Selector(queues)
        for number in range(count):
            queues[number % channels].put_nowait(1)
            must_be("the message", await selector.receive(), 1)
        selector.close()

    return work


async def none_of8(count: int) -> None:
    queues: list[asyncio.Queue[int]] = [asyncio.Queue(1) for _ in range(8)]
    for _ in range(count):
        must_be("a queue with a message", next((queue for queue in queues if not queue.empty()), None), None)


async def against_timer(count: int) -> None:
    messages: asyncio.Queue[int] = asyncio.Queue(1)
    async with asyncio.TaskGroup() as group:
        group.create_task(produce(messages, count))
        for _ in range(count):
            async with asyncio.timeout(1):
                await messages.get()
