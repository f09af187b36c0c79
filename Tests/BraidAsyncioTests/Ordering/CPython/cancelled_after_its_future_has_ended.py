import asyncio


async def awaits(future):
    try:
        print("has", await future)
    except asyncio.CancelledError:
        print("cancelled although the future has", future.result())
        raise


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(awaits(future))
    await asyncio.sleep(0)
    future.set_result(1)
    print("cancel", task.cancel())
    await asyncio.wait([task])
    print(task.cancelled(), future.cancelled())


asyncio.run(main())
