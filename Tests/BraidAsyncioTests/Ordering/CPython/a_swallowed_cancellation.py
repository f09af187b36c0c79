import asyncio


async def stubborn():
    for attempt in range(2):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            print("swallowed", attempt, asyncio.current_task().cancelling())
    await asyncio.sleep(0)
    return "result"


async def main():
    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    print(task.cancel(), task.cancel())
    await asyncio.sleep(0)
    print("between", task.done(), task.cancelling())
    task.cancel()
    print(await task, task.cancelled(), task.cancelling())


asyncio.run(main())
