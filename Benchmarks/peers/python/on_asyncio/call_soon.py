# callsoon, aio_callsoon: N callbacks queued at once. callsoon_chain: each queues the next. One operation is a
# callback.
import asyncio


async def at_once(count: int) -> None:
    loop = asyncio.get_running_loop()
    finished = asyncio.Event()
    missing = count

    def call() -> None:
        nonlocal missing
        missing -= 1
        if missing == 0:
            finished.set()

    for _ in range(count):
        loop.call_soon(call)
    await finished.wait()


async def chain(count: int) -> None:
    loop = asyncio.get_running_loop()
    finished = asyncio.Event()

    def call(missing: int) -> None:
        if missing == 0:
            finished.set()
        else:
            loop.call_soon(call, missing - 1)

    loop.call_soon(call, count - 1)
    await finished.wait()
