import asyncio


async def do_work():
    await asyncio.sleep(1)


async def main():
    futures = []
    for _ in range(3):
        future = asyncio.ensure_future(do_work())
        futures.append(future)
    await asyncio.gather(*futures)


if __name__ == "__main__":
    asyncio.run(main())
