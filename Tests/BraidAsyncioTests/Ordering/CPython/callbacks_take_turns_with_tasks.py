import asyncio


async def task():
    print("task")


def second(loop):
    print("second callback")
    loop.call_soon(print, "a turn later")


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(print, "first callback")
    awaited = asyncio.create_task(task())
    loop.call_soon(second, loop)
    print("nothing inside the call")
    await awaited
    print("main goes on")
    await asyncio.sleep(0)
    cancelled = loop.call_soon(print, "never called")
    cancelled.cancel()
    called = loop.call_soon(print, "called")
    await asyncio.sleep(0)
    called.cancel()
    print(cancelled.cancelled(), called.cancelled())


asyncio.run(main())
