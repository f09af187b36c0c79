# daisy: a chain of N greenlets, each of which adds one to what comes from its right and passes it to its left,
# created and passed once. One operation is a node.
import gevent
from contract import must_be
from gevent.queue import Channel


def node(left: Channel, right: Channel) -> None:
    left.put(1 + right.get())


def chain(count: int) -> None:
    leftmost = left = Channel()
    for _ in range(count):
        right = Channel()
        gevent.spawn(node, left, right)
        left = right
    gevent.spawn(left.put, 0)
    must_be("the length of the chain", leftmost.get(), count)
