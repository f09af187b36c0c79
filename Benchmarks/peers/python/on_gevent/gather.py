# gather100k: batches of 100,000 greenlets that yield once and return a result. One operation is a greenlet.
import gevent
from contract import must_be
from work import sum_below

LARGEST = 100_000


def result(number: int) -> int:
    gevent.sleep(0)
    return number


def in_batches(count: int) -> None:
    for start in range(0, count, LARGEST):
        size = min(LARGEST, count - start)
        greenlets = gevent.joinall([gevent.spawn(result, number) for number in range(size)])
        must_be("the sum of the results", sum(greenlet.value for greenlet in greenlets), sum_below(size))
