# blocking_sleep, aio_sleep: N tasks (the contract has three) that wait a second each, in a call that blocks
# the thread, and in asyncio's own sleep. One operation is a sleep; the figure of interest is the wall time.
import asyncio
import time


async def block() -> None:
    time.sleep(1)


async def blocking(count: int) -> None:
    await asyncio.gather(*(block() for _ in range(count)))


async def parked(count: int) -> None:
    await asyncio.gather(*(asyncio.sleep(1) for _ in range(count)))
