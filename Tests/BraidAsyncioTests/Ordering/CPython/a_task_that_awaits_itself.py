import asyncio


async def other():
    print("other runs")


async def selfish():
    asyncio.create_task(other())
    try:
        await asyncio.current_task()
    except RuntimeError:
        print("an error, one turn later")


async def main():
    await asyncio.create_task(selfish())


asyncio.run(main())
