import asyncio

turns = 0


def tick():
    global turns
    turns += 1
    asyncio.get_running_loop().call_soon(tick)


async def measure(name, awaitable):
    before = turns
    await awaitable
    print(name, turns - before)


async def nothing():
    pass


async def nested():
    return await asyncio.create_task(nothing())


def ended():
    future = asyncio.get_running_loop().create_future()
    future.set_result(None)
    return future


async def main():
    tick()
    await measure("coroutine", nothing())
    await measure("finished future", ended())
    await measure("sleep(0)", asyncio.sleep(0))
    await measure("task", asyncio.create_task(nothing()))
    await measure("task in task", asyncio.create_task(nested()))
    await measure("gather()", asyncio.gather())
    await measure("gather of finished", asyncio.gather(ended(), ended()))
    await measure("gather of tasks", asyncio.gather(nothing(), nothing()))
    await measure("gather of gather", asyncio.gather(asyncio.gather(nothing())))
    await measure("shield of finished", asyncio.shield(ended()))
    await measure("shield of task", asyncio.shield(asyncio.create_task(nothing())))
    await measure("wait of finished", asyncio.wait([ended()]))
    await measure("wait of task", asyncio.wait([asyncio.create_task(nothing())]))
    await measure("wait for first", asyncio.wait([asyncio.create_task(nothing()), ended()], return_when="FIRST_COMPLETED"))


asyncio.run(main())
