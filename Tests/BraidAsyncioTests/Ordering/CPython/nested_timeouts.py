import asyncio


async def attempt(outer, inner):
    try:
        async with asyncio.timeout(outer):
            try:
                async with asyncio.timeout(inner):
                    await asyncio.sleep(10)
            except TimeoutError:
                print("inner timeout")
                await asyncio.sleep(10)
    except TimeoutError:
        print("outer timeout", asyncio.current_task().cancelling())
    await asyncio.sleep(0)
    print("goes on")


async def main():
    await attempt(0.03, 0.01)
    await attempt(0.01, 0.03)
    task = asyncio.create_task(attempt(10, 20))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print("cancelled from outside", task.cancelled())
    async with asyncio.timeout(10) as scope:
        print(scope.expired())
    try:
        async with asyncio.timeout(10) as scope:
            scope.reschedule(asyncio.get_running_loop().time())
            await asyncio.sleep(20)
    except TimeoutError:
        print("rescheduled", scope.expired())


asyncio.run(main())
