import asyncio


async def fetch(url):
    await asyncio.sleep(1)
    return f"page {url}"


async def main():
    urls = ["1", "2", "3"]
    futures = []
    for url in urls:
        future = asyncio.ensure_future(fetch(url))
        futures.append(future)
    pages = await asyncio.gather(*futures)
    for page in pages:
        print(page)


if __name__ == "__main__":
    asyncio.run(main())
