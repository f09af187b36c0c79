# mutex: 100 greenlets increment a number N times together, each time under a lock. One operation is an
# increment.
import gevent
from contract import must_be
from gevent.lock import BoundedSemaphore
from work import shares


def increment(count: int) -> None:
    lock = BoundedSemaphore()
    total = 0

    def increment_often(share: int) -> None:
        nonlocal total
        for _ in range(share):
            with lock:
                total += 1

    gevent.joinall([gevent.spawn(increment_often, share) for share in shares(count, 100)])
    must_be("the sum", total, count)
