# chan_unbuf, chan_spsc128, chan_mpmc4x4, aio_queue: N messages from producers to consumers over one queue.
# One operation is a message. A queue of Python 3.11 cannot be closed: a consumer ends at None.
import asyncio

from contract import must_be
from on_asyncio.running import Work
from work import shares, sum_below


async def produce(messages: asyncio.Queue[int | None], count: int) -> None:
    for message in range(count):
        await messages.put(message)


async def consume(messages: asyncio.Queue[int | None]) -> int:
    total = 0
    while (message := await messages.get()) is not None:
        total += message
    return total


def messages(capacity: int, producers: int, consumers: int) -> Work:
    async def work(count: int) -> None:
        queue: asyncio.Queue[int | None] = asyncio.Queue(capacity)
        consuming = [asyncio.create_task(consume(queue)) for _ in range(consumers)]
        await asyncio.gather(*(produce(queue, share) for share in shares(count, producers)))
        for _ in range(consumers):
            await queue.put(None)
        expected = sum(map(sum_below, shares(count, producers)))
        must_be("the sum of the messages", sum(await asyncio.gather(*consuming)), expected)

    return work
