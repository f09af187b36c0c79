# chan_unbuf, chan_spsc128, chan_mpmc4x4: N messages from producers to consumers over one channel. One
# operation is a message. A consumer ends at None.
import gevent
from contract import must_be
from gevent.queue import Channel, Queue
from on_gevent.running import Work
from work import shares, sum_below


def produce(messages: Channel | Queue, count: int) -> None:
    for message in range(count):
        messages.put(message)


def consume(messages: Channel | Queue) -> int:
    total = 0
    while (message := messages.get()) is not None:
        total += message
    return total


def messages(capacity: int, producers: int, consumers: int) -> Work:
    def work(count: int) -> None:
        queue = Queue(capacity) if capacity else Channel()
        consuming = [gevent.spawn(consume, queue) for _ in range(consumers)]
        gevent.joinall([gevent.spawn(produce, queue, share) for share in shares(count, producers)])
        for _ in range(consumers):
            queue.put(None)
        expected = sum(map(sum_below, shares(count, producers)))
        must_be("the sum of the messages", sum(greenlet.get() for greenlet in consuming), expected)

    return work
