# parked_recv, parked_sleep: N tasks wait for a value from one queue, or sleep until one and the same time.
# One operation is a task that was made, parked and woken.
import asyncio
import time
from collections.abc import Awaitable, Callable

from contract import Request
from measurement import Measurement
from parking import Parking


class Arrivals:
    """Tells when the last has come."""

    def __init__(self, count: int):
        self.missing = count
        self.complete = asyncio.Event()

    def arrive(self) -> None:
        self.missing -= 1
        if self.missing == 0:
            self.complete.set()


def receivers(request: Request) -> Measurement:
    return asyncio.run(park_receivers(request.count))


def sleepers(request: Request) -> Measurement:
    return asyncio.run(park_sleepers(request.count))


async def park(arrivals: Arrivals, wait: Callable[[], Awaitable[object]]) -> None:
    arrivals.arrive()
    await wait()


async def park_receivers(count: int) -> Measurement:
    parking, arrivals = Parking(count), Arrivals(count)
    gate: asyncio.Queue[int] = asyncio.Queue(1)
    async with asyncio.TaskGroup() as group:
        for _ in range(count):
            group.create_task(park(arrivals, gate.get))
        await arrivals.complete.wait()
        parking.all_wait()
        parking.waking_begins(time.monotonic_ns())
        for number in range(count):
            await gate.put(number)
    return parking.measurement()


async def park_sleepers(count: int) -> Measurement:
    parking, arrivals = Parking(count), Arrivals(count)

    def sleep() -> Awaitable[None]:
        return asyncio.sleep((parking.waking_time - time.monotonic_ns()) / 1e9)

    async with asyncio.TaskGroup() as group:
        for _ in range(count):
            group.create_task(park(arrivals, sleep))
        await arrivals.complete.wait()
        parking.all_wait()
        parking.waking_begins(parking.waking_time)
    return parking.measurement()
