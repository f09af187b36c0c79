# yield2, yield1000: N yields shared by 2 or by 1,000 greenlets. One operation is a yield.
import gevent
from on_gevent.running import Work
from work import shares


def yield_often(count: int) -> None:
    for _ in range(count):
        gevent.sleep(0)


def among(greenlets: int) -> Work:
    def work(count: int) -> None:
        gevent.joinall([gevent.spawn(yield_often, share) for share in shares(count, greenlets)])

    return work
