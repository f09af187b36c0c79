import asyncio


async def other():
    print("other runs")


async def inner(depth):
    print("depth", depth)
    if depth < 3:
        await inner(depth + 1)
    else:
        await asyncio.sleep(0)
    print("back at", depth)


async def main():
    task = asyncio.create_task(other())
    await inner(0)
    await task


asyncio.run(main())
