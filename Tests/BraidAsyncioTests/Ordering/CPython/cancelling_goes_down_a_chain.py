import asyncio


async def link(name, inner):
    try:
        await inner
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
    finally:
        print(name, "ends")


async def main():
    future = asyncio.get_running_loop().create_future()
    a = asyncio.create_task(link("a", future))
    b = asyncio.create_task(link("b", a))
    c = asyncio.create_task(link("c", b))
    await asyncio.sleep(0)
    c.cancel()
    print("asked", future.cancelled(), a.cancelled(), b.cancelled())
    for turn in range(4):
        await asyncio.sleep(0)
        print("turn", turn, a.cancelled(), b.cancelled(), c.cancelled())


asyncio.run(main())
