# gevent › Running: how a function becomes a workload.
from collections.abc import Callable

from contract import Request, Workload
from measurement import Measurement, timed

Work = Callable[[int], None]


def warmed(work: Work) -> Workload:
    """Done once untimed with a tenth of the count, and then timed."""

    def measure(request: Request) -> Measurement:
        work(max(1, request.count // 10))
        return timed(request.count, lambda: work(request.count))

    return measure


def cold(work: Work) -> Workload:
    """Timed the first time it is done."""
    return lambda request: timed(request.count, lambda: work(request.count))
