import asyncio


async def never():
    print("never printed")


async def main():
    task = asyncio.create_task(never())
    task.add_done_callback(lambda t: print("callback", t.cancelled()))
    print(task.cancel(), task.cancelled(), task.cancelling())
    await asyncio.sleep(0)
    print("after one turn", task.cancelled())
    await asyncio.sleep(0)
    print("after two turns", task.cancel())
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(main())
