import asyncio


async def worker(name, turns, error=None):
    for _ in range(turns):
        await asyncio.sleep(0)
    print(name, "ends")
    if error:
        raise error
    return name


def names(tasks):
    return " ".join(sorted(task.get_name() for task in tasks))


async def main():
    for when in ("FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"):
        tasks = [
            asyncio.create_task(worker("one", 1), name="one"),
            asyncio.create_task(worker("two", 2, ValueError()), name="two"),
            asyncio.create_task(worker("four", 4), name="four"),
        ]
        done, pending = await asyncio.wait(tasks, return_when=when)
        print(when, "done:", names(done), "pending:", names(pending))
        await asyncio.gather(*tasks, return_exceptions=True)
    done, pending = await asyncio.wait([asyncio.create_task(worker("late", 3), name="late")], timeout=0)
    print("timeout", "done:", names(done), "pending:", names(pending))
    await asyncio.gather(*pending)
    cancelled = asyncio.create_task(worker("cancelled", 1), name="cancelled")
    cancelled.cancel()
    other = asyncio.create_task(worker("other", 3), name="other")
    done, pending = await asyncio.wait([cancelled, other], return_when="FIRST_EXCEPTION")
    print("a cancelled task is no exception", "done:", names(done), "pending:", names(pending))


asyncio.run(main())
