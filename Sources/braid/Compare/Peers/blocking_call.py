import asyncio
import time


async def block():
    time.sleep(1)


async def do_work():
    await asyncio.sleep(0.010)


async def main():
    start = time.monotonic()
    blocking = asyncio.ensure_future(block())
    others = []
    for _ in range(1000):
        others.append(asyncio.ensure_future(do_work()))
    await asyncio.gather(*others)
    print(f"{time.monotonic() - start:.3f}")
    await blocking


if __name__ == "__main__":
    asyncio.run(main())
