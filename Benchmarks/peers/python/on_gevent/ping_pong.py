# pingpong: N round trips over two unbuffered channels. One operation is a round trip.
import gevent
from contract import must_be
from gevent.queue import Channel


def give_back(there: Channel, back: Channel, count: int) -> None:
    for _ in range(count):
        back.put(there.get())


def play(count: int) -> None:
    there, back = Channel(), Channel()
    partner = gevent.spawn(give_back, there, back, count)
    for ball in range(count):
        there.put(ball)
        must_be("the ball", back.get(), ball)
    partner.get()
