# spawn: N greenlets that do nothing, joined. spawn_seq: one greenlet at a time, each answering over a channel.
# One operation is a greenlet.
import gevent
from contract import must_be
from gevent.queue import Channel


def nothing() -> None:
    pass


def many(count: int) -> None:
    gevent.joinall([gevent.spawn(nothing) for _ in range(count)])


def one_after_another(count: int) -> None:
    answers = Channel()
    for number in range(count):
        gevent.spawn(answers.put, number)
        must_be("the answer", answers.get(), number)
