# cpu_parallel: N steps of a generator in two halves, one after the other in one task, and then in two tasks.
# One operation is a step of the second way; the extra says how much faster it was.
#
# Tasks, and not processes: the row is about what the model's own unit does with a computation.
import asyncio

from contract import Request, must_be
from measurement import Measurement, timed
from work import xorshift_after


async def compute(steps: int, seed: int, results: list[int]) -> None:
    results.append(xorshift_after(steps, seed))


async def one_after_the_other(steps: int, results: list[int]) -> None:
    for seed in (1, 2):
        await compute(steps, seed, results)


async def both(steps: int, results: list[int]) -> None:
    await asyncio.gather(*(compute(steps, seed, results) for seed in (1, 2)))


def measure(request: Request) -> Measurement:
    half = max(1, request.count // 2)
    together: list[int] = []
    apart: list[int] = []
    alone = timed(half * 2, lambda: asyncio.run(one_after_the_other(half, together)))
    parallel = timed(half * 2, lambda: asyncio.run(both(half, apart)))
    must_be("what two tasks computed", apart, together)
    parallel.extras = {"speedup": alone.wall_seconds / parallel.wall_seconds}
    return parallel
