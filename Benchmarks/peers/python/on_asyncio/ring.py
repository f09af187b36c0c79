# ring1000: a token's N hops round 1,000 tasks, over queues of one place. One operation is a hop.
#
# Who takes the token at zero sends None to his neighbour, who sends it to the next one, until all have
# ended.
import asyncio

from on_asyncio.running import Work

Token = int | None


async def pass_on(left: asyncio.Queue[Token], right: asyncio.Queue[Token]) -> None:
    while token := await left.get():
        await right.put(token - 1)
    await right.put(None)


def token_round(tasks: int) -> Work:
    async def work(count: int) -> None:
        queues: list[asyncio.Queue[Token]] = [asyncio.Queue(1) for _ in range(tasks)]
        async with asyncio.TaskGroup() as group:
            for place, left in enumerate(queues):
                group.create_task(pass_on(left, queues[(place + 1) % tasks]))
            await queues[0].put(count)

    return work
