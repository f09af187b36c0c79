import asyncio


async def slow(swallows):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("cleans up")
        await asyncio.sleep(0)
        print("cleaned up")
        if not swallows:
            raise
    return "value after all"


async def main():
    task = asyncio.create_task(slow(False))
    try:
        await asyncio.wait_for(task, 0.01)
    except asyncio.TimeoutError:
        print("timeout", task.cancelled())
    print(await asyncio.wait_for(slow(True), 0.01))
    finished = asyncio.get_running_loop().create_future()
    finished.set_result("finished")
    print(await asyncio.wait_for(finished, 0), await asyncio.wait_for(finished, -1))
    task = asyncio.create_task(slow(False))
    try:
        await asyncio.wait_for(task, 0)
    except asyncio.TimeoutError:
        print("timeout at once", task.cancelled())
    waiting = asyncio.create_task(asyncio.wait_for(slow(False), 10))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiting.cancel()
    try:
        await waiting
    except asyncio.CancelledError:
        print("cancelled from outside")


asyncio.run(main())
