# ring1000: a token's N hops round 1,000 greenlets. One operation is a hop.
#
# The greenlet that takes the token at zero is the last that does anything; the others are ended by force.
import gevent
from gevent.queue import Channel
from on_gevent.running import Work


def pass_on(left: Channel, right: Channel) -> None:
    while token := left.get():
        right.put(token - 1)


def token_round(greenlets: int) -> Work:
    def work(count: int) -> None:
        channels = [Channel() for _ in range(greenlets)]
        neighbours = zip(channels, channels[1:] + channels[:1])
        circle = [gevent.spawn(pass_on, left, right) for left, right in neighbours]
        channels[0].put(count)
        gevent.wait(circle, count=1)
        gevent.killall(circle)

    return work
