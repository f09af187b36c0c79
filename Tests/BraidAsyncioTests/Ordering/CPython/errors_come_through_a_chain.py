import asyncio


async def fails():
    print("fails")
    raise ValueError("reason")


async def middle(inner):
    try:
        return await inner
    finally:
        print("middle leaves")


async def main():
    inner = asyncio.create_task(fails())
    task = asyncio.create_task(middle(inner))
    inner.add_done_callback(lambda t: print("callback:", t.exception()))
    try:
        await task
    except ValueError as error:
        print("main caught", error)
    for _ in range(2):
        try:
            await inner
        except ValueError as error:
            print("and again", error)


asyncio.run(main())
