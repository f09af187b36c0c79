import asyncio


async def other():
    print("other runs")


async def main():
    future = asyncio.get_running_loop().create_future()
    future.set_result("value")
    task = asyncio.create_task(other())
    print("first", await future)
    print("second", await future)
    await task
    print("third", await future)
    await task
    print("end")


asyncio.run(main())
