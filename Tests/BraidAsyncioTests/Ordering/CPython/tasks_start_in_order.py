import asyncio


async def child(name):
    print(name, "starts")
    if name == "a":
        asyncio.create_task(child("a's child"))
    await asyncio.sleep(0)
    print(name, "ends")


async def main():
    print("main creates")
    a = asyncio.create_task(child("a"))
    b = asyncio.create_task(child("b"))
    print("main awaits")
    await a
    print("main has a")
    await b
    print("main has b")


asyncio.run(main())
