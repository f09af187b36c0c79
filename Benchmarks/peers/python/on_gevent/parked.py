# parked_recv, parked_sleep: N greenlets wait for a value from one channel, or sleep until one and the same
# time. One operation is a greenlet that was made, parked and woken.
import time
from collections.abc import Callable

import gevent
from contract import Request
from gevent.queue import Channel
from measurement import Measurement
from parking import Parking


def receivers(request: Request) -> Measurement:
    parking, gate = Parking(request.count), Channel()
    greenlets = parked(parking, gate.get)
    parking.waking_begins(time.monotonic_ns())
    for number in range(request.count):
        gate.put(number)
    gevent.joinall(greenlets)
    return parking.measurement()


def sleepers(request: Request) -> Measurement:
    parking = Parking(request.count)
    greenlets = parked(parking, lambda: gevent.sleep((parking.waking_time - time.monotonic_ns()) / 1e9))
    parking.waking_begins(parking.waking_time)
    gevent.joinall(greenlets)
    return parking.measurement()


def parked(parking: Parking, wait: Callable[[], object]) -> list[gevent.Greenlet]:
    arrived = 0

    def park() -> None:
        nonlocal arrived
        arrived += 1
        wait()

    greenlets = [gevent.spawn(park) for _ in range(parking.count)]
    while arrived < parking.count:
        gevent.sleep(0)
    parking.all_wait()
    return greenlets
