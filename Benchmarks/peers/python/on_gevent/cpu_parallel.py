# cpu_parallel: N steps of a generator in two halves, one after the other in one greenlet, and then in two
# greenlets. One operation is a step of the second way; the extra says how much faster it was.
import gevent
from contract import Request, must_be
from measurement import Measurement, timed
from work import xorshift_after


def measure(request: Request) -> Measurement:
    half = max(1, request.count // 2)
    together: list[int] = []
    apart: list[int] = []

    def compute(seed: int, results: list[int]) -> None:
        results.append(xorshift_after(half, seed))

    def one_after_the_other() -> None:
        for seed in (1, 2):
            gevent.spawn(compute, seed, together).join()

    def both() -> None:
        gevent.joinall([gevent.spawn(compute, seed, apart) for seed in (1, 2)])

    alone = timed(half * 2, one_after_the_other)
    parallel = timed(half * 2, both)
    must_be("what two greenlets computed", apart, together)
    parallel.extras = {"speedup": alone.wall_seconds / parallel.wall_seconds}
    return parallel
