import asyncio


async def selfish(awaits):
    asyncio.current_task().cancel()
    print("still running")
    if awaits:
        done = asyncio.get_running_loop().create_future()
        done.set_result(None)
        await done
        print("a finished future does not throw")
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            print("thrown once")
        await asyncio.sleep(0)
        print("and not again")
    return "returned"


async def main():
    for awaits in (True, False):
        task = asyncio.create_task(selfish(awaits))
        await asyncio.wait([task])
        print(task.cancelled(), None if task.cancelled() else task.result())


asyncio.run(main())
