# http_titles: fetches URL/p0.html, URL/p1.html, … N of them, a hundred at a time, and prints each title as it
# comes. One operation is a page.
#
# asyncio with aiohttp, and lxml for the title. A hundred tasks take addresses from one iterator, which
# needs no lock on one thread; the connector keeps a connection for each of them. Both packages are imported
# here alone, so that the other workloads start without them.
import asyncio
import sys
from collections.abc import Iterator

from contract import Complaint, Request
from measurement import Measurement, timed

CONCURRENCY = 100


def measure(request: Request) -> Measurement:
    base = request.url
    if base is None:
        raise Complaint("http_titles needs the address of a server")
    return timed(request.count, lambda: asyncio.run(fetch_all(request.count, base)))


async def fetch_all(count: int, base: str) -> None:
    import aiohttp
    import lxml.html

    async def fetch_titles(session: aiohttp.ClientSession, urls: Iterator[str]) -> None:
        for url in urls:
            async with session.get(url) as response:
                response.raise_for_status()
                body = await response.read()
            title = lxml.html.fromstring(body).findtext(".//title")
            print(" ".join(title.split()), file=sys.stderr)

    urls = (f"{base}/p{page}.html" for page in range(count))
    connector = aiohttp.TCPConnector(limit=CONCURRENCY)
    async with aiohttp.ClientSession(connector=connector) as session, asyncio.TaskGroup() as group:
        for _ in range(CONCURRENCY):
            group.create_task(fetch_titles(session, urls))
