# await_resolved: N awaits of a future that has its result. await_call: N awaits of a coroutine that returns at
# once. aio_future: N awaits of a future whose result is set by the loop's next callback. One operation is an
# await.
import asyncio

from contract import must_be


async def resolved(count: int) -> None:
    future = asyncio.get_running_loop().create_future()
    future.set_result(1)
    total = 0
    for _ in range(count):
        total += await future
    must_be("the sum", total, count)


async def one() -> int:
    return 1


async def call(count: int) -> None:
    total = 0
    for _ in range(count):
        total += await one()
    must_be("the sum", total, count)


async def future(count: int) -> None:
    loop = asyncio.get_running_loop()
    total = 0
    for _ in range(count):
        future = loop.create_future()
        loop.call_soon(future.set_result, 1)
        total += await future
    must_be("the sum", total, count)
