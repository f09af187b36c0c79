# timers, aio_timers: N tasks sleep for a random time of 0 to 1,000 ms each. One operation is a sleep.
#
# A sleeper is late by what has passed beyond its time since it asked for it.
import asyncio
import time

from contract import Request
from measurement import Measurement, lateness, timed
from work import random_milliseconds


async def sleep(milliseconds: float, late: list[int]) -> None:
    due = time.monotonic_ns() + int(milliseconds * 1_000_000)
    await asyncio.sleep(milliseconds / 1000)
    late.append(time.monotonic_ns() - due)


async def sleep_all(durations: list[float], late: list[int]) -> None:
    async with asyncio.TaskGroup() as group:
        for milliseconds in durations:
            group.create_task(sleep(milliseconds, late))


def measure(request: Request) -> Measurement:
    durations = random_milliseconds(request.count)
    late: list[int] = []
    measurement = timed(request.count, lambda: asyncio.run(sleep_all(durations, late)))
    measurement.extras = lateness(late)
    return measurement
