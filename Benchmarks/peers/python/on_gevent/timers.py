# timers: N greenlets sleep for a random time of 0 to 1,000 ms each. One operation is a sleep.
#
# A sleeper is late by what has passed beyond its time since it asked for it.
import time

import gevent
from contract import Request
from measurement import Measurement, lateness, timed
from work import random_milliseconds


def sleep(milliseconds: float, late: list[int]) -> None:
    due = time.monotonic_ns() + int(milliseconds * 1_000_000)
    gevent.sleep(milliseconds / 1000)
    late.append(time.monotonic_ns() - due)


def measure(request: Request) -> Measurement:
    late: list[int] = []
    durations = random_milliseconds(request.count)

    def sleep_all() -> None:
        gevent.joinall([gevent.spawn(sleep, milliseconds, late) for milliseconds in durations])

    measurement = timed(request.count, sleep_all)
    measurement.extras = lateness(late)
    return measurement
