import asyncio


async def awaits(name, future):
    print(name, "awaits")
    print(name, "has", await future)


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    future.add_done_callback(lambda f: print("first callback", f.result()))
    a = asyncio.create_task(awaits("a", future))
    await asyncio.sleep(0)
    future.add_done_callback(lambda f: print("second callback", f.result()))
    b = asyncio.create_task(awaits("b", future))
    await asyncio.sleep(0)
    future.set_result(42)
    print("set")
    future.add_done_callback(lambda f: print("late callback", f.result()))
    loop.call_soon(lambda: print("called soon"))
    await asyncio.sleep(0)
    print("after one turn")
    await asyncio.gather(a, b)


asyncio.run(main())
