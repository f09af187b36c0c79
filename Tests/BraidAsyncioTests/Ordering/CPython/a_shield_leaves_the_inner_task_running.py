import asyncio


async def inner():
    for turn in range(4):
        print("inner", turn)
        await asyncio.sleep(0)
    return "inner's result"


async def outer(task):
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        print("outer cancelled", task.done())
        raise


async def main():
    task = asyncio.create_task(inner())
    shielded = asyncio.create_task(outer(task))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    shielded.cancel()
    try:
        await shielded
    except asyncio.CancelledError:
        print("main goes on", task.done())
    print(await task)
    print(await asyncio.shield(task))


asyncio.run(main())
