# skynet: a tree of greenlets, 10 children a node and N leaves, each of which sends its number up; every node
# sends the sum of its children's. One operation is a leaf.
import gevent
from contract import Complaint, must_be
from gevent.queue import Channel
from work import is_power_of_ten, sum_below


def grow(first: int, leaves: int, parent: Channel) -> None:
    if leaves == 1:
        parent.put(first)
        return
    sums = Channel()
    part = leaves // 10
    for child in range(10):
        gevent.spawn(grow, first + child * part, part, sums)
    parent.put(sum(sums.get() for _ in range(10)))


def sum_leaves(count: int) -> None:
    if not is_power_of_ten(count):
        raise Complaint(f"skynet needs a power of ten, not {count}")
    sums = Channel()
    gevent.spawn(grow, 0, count, sums)
    must_be("the sum of the leaves", sums.get(), sum_below(count))
