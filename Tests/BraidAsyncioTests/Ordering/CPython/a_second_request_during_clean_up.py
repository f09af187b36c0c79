import asyncio


async def worker():
    try:
        await asyncio.sleep(10)
    finally:
        print("cleans up")
        try:
            await asyncio.sleep(10)
        finally:
            print("clean-up interrupted")
            await asyncio.sleep(0)
            print("really ends")


async def main():
    task = asyncio.create_task(worker())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("again", task.cancel())
    try:
        await task
    except asyncio.CancelledError:
        print("ended", task.cancelled(), task.cancelling())


asyncio.run(main())
