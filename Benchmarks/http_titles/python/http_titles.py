# HTTP titles › Python: fetches N pages a hundred at a time and prints each title as it comes.
#
#     http_titles.py N URL
#
# asyncio with aiohttp, and lxml for the title. A hundred tasks take addresses from one iterator, which
# needs no lock on one thread; the connector keeps a connection for each of them.
import asyncio
import json
import resource
import sys
import time
from collections.abc import Iterator

import aiohttp
import lxml.html

CONCURRENCY = 100


async def fetch_titles(session: aiohttp.ClientSession, urls: Iterator[str]) -> None:
    for url in urls:
        async with session.get(url) as response:
            response.raise_for_status()
            body = await response.read()
        title = lxml.html.fromstring(body).findtext(".//title")
        print(" ".join(title.split()), file=sys.stderr)


async def fetch_all(count: int, base: str) -> None:
    urls = (f"{base}/p{page}.html" for page in range(count))
    connector = aiohttp.TCPConnector(limit=CONCURRENCY)
    async with aiohttp.ClientSession(connector=connector) as session, asyncio.TaskGroup() as group:
        for _ in range(CONCURRENCY):
            group.create_task(fetch_titles(session, urls))


def main() -> None:
    count, base = int(sys.argv[1]), sys.argv[2]
    began = time.perf_counter()
    asyncio.run(fetch_all(count, base))
    wall = time.perf_counter() - began
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({
        "peer": "python", "workload": "http_titles", "n": count, "ns_per_op": round(wall / count * 1e9),
        "rss_kb": usage.ru_maxrss, "cpu_s": round(usage.ru_utime + usage.ru_stime, 3),
        "wall_s": round(wall, 3)}))


if __name__ == "__main__":
    main()
