import asyncio


async def left(name):
    try:
        print(name, "starts")
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(name, "cancelled")
        await asyncio.sleep(0)
        print(name, "cleaned up")
        raise


async def cleans_up_with_a_task():
    try:
        await asyncio.sleep(10)
    finally:
        print("awaits a new task")
        await asyncio.create_task(quick())
        print("has awaited it")


async def quick():
    await asyncio.sleep(0)
    print("the new task ran")


async def main():
    asyncio.create_task(left("a"))
    asyncio.create_task(cleans_up_with_a_task())
    await asyncio.sleep(0)
    asyncio.create_task(left("never"))
    asyncio.get_running_loop().call_soon(lambda: print("callback"))
    print("main ends")


asyncio.run(main())
print("run returned")
