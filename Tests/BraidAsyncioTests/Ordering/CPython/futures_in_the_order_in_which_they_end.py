import asyncio


async def worker(name, turns):
    for _ in range(turns):
        await asyncio.sleep(0)
    print(name, "ends")
    return name


async def main():
    tasks = [asyncio.create_task(worker(name, turns)) for name, turns in (("slow", 6), ("quick", 0), ("middle", 3))]
    for each in asyncio.as_completed(tasks):
        print("got", await each)


asyncio.run(main())
