# blocking_sleep, aio_sleep: N greenlets (the contract has three) that wait a second each, in a call that blocks
# the thread, and in gevent's own sleep. One operation is a sleep; the figure of interest is the wall time.
#
# gevent can turn Python's time.sleep into its own, and would do well here. The workload is about calls that
# it cannot reach, such as those that a library in C makes.
import ctypes

import gevent

c_library = ctypes.CDLL(None)


def blocking(count: int) -> None:
    gevent.joinall([gevent.spawn(c_library.sleep, 1) for _ in range(count)])


def parked(count: int) -> None:
    gevent.joinall([gevent.spawn(gevent.sleep, 1) for _ in range(count)])
