import asyncio


async def sleeper(name, milliseconds):
    await asyncio.sleep(milliseconds / 1000)
    print(name)
    await asyncio.sleep(0)
    print(name, "a turn later")


async def main():
    sleepers = [sleeper("third", 60), sleeper("first", 20), sleeper("second", 40)]
    await asyncio.gather(*sleepers)
    print("end")


asyncio.run(main())
