# asyncio › Running: how a coroutine function becomes a workload.
import asyncio
from collections.abc import Callable, Coroutine

from contract import Request, Workload
from measurement import Measurement, timed

Work = Callable[[int], Coroutine[None, None, None]]


def warmed(work: Work) -> Workload:
    """Done once untimed with a tenth of the count, and then timed."""

    def measure(request: Request) -> Measurement:
        with asyncio.Runner() as runner:
            runner.run(work(max(1, request.count // 10)))
            return timed(request.count, lambda: runner.run(work(request.count)))

    return measure


def cold(work: Work) -> Workload:
    """Timed the first time it is done."""

    def measure(request: Request) -> Measurement:
        with asyncio.Runner() as runner:
            return timed(request.count, lambda: runner.run(work(request.count)))

    return measure
