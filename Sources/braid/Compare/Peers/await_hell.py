import asyncio


async def fetch(url):
    await asyncio.sleep(1)
    return f"page {url}"


async def main():
    urls = ["1", "2", "3"]
    for url in urls:
        page = await fetch(url)
        print(page)


if __name__ == "__main__":
    asyncio.run(main())
