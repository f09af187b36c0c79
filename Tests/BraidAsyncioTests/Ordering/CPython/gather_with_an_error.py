import asyncio


async def fails(turns):
    for _ in range(turns):
        await asyncio.sleep(0)
    print("fails after", turns)
    raise ValueError(turns)


async def sibling():
    for turn in range(4):
        print("sibling", turn)
        await asyncio.sleep(0)
    return "sibling's result"


async def main():
    task = asyncio.create_task(sibling())
    try:
        await asyncio.gather(task, fails(1), fails(2))
    except ValueError as error:
        print("gather threw", error, task.done())
    print(await task)
    results = await asyncio.gather(fails(0), sibling(), return_exceptions=True)
    print(["error" if isinstance(each, ValueError) else each for each in results])


asyncio.run(main())
