import asyncio


async def count(name, to):
    for number in range(to):
        print(name, number)
        await asyncio.sleep(0)
    print(name, "ends")


async def main():
    await asyncio.gather(count("a", 3), count("b", 1), count("c", 2))
    print("end")


asyncio.run(main())
