import asyncio


async def child(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def outer(first, second):
    try:
        await asyncio.gather(first, second)
    except asyncio.CancelledError:
        print("gather threw", first.done(), second.done())
        raise


async def main():
    first, second = (asyncio.create_task(child(name)) for name in ("first", "second"))
    task = asyncio.create_task(outer(first, second))
    await asyncio.sleep(0)
    print("one child is cancelled")
    first.cancel()
    await asyncio.wait([task])
    print(task.cancelled(), second.done())
    third = asyncio.create_task(child("third"))
    task = asyncio.create_task(outer(second, third))
    await asyncio.sleep(0)
    print("the whole is cancelled")
    task.cancel()
    await asyncio.wait([task])
    print(task.cancelled(), second.cancelled(), third.cancelled())
    gathered = asyncio.gather(asyncio.create_task(child("fourth")), return_exceptions=True)
    await asyncio.sleep(0)
    print(gathered.cancel(), gathered.cancelled())
    try:
        await gathered
    except asyncio.CancelledError:
        print("cancelled", gathered.cancelled())


asyncio.run(main())
