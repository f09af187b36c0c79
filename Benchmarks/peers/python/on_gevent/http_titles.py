# http_titles: fetches URL/p0.html, URL/p1.html, … N of them, a hundred at a time, and prints each title as it
# comes. One operation is a page.
#
# The standard library's client on gevent's sockets, and lxml for the title. A hundred greenlets keep a
# connection each, and take pages from one iterator.
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import gevent
from contract import Complaint, Request
from gevent import socket
from measurement import Measurement, timed

CONCURRENCY = 100


class Connection(HTTPConnection):
    """One that parks a greenlet where the standard library's blocks the thread."""

    def connect(self) -> None:
        self.sock = socket.create_connection((self.host, self.port))


def measure(request: Request) -> Measurement:
    if request.url is None:
        raise Complaint("http_titles needs the address of a server")
    base = urlsplit(request.url)
    pages = iter(range(request.count))

    def fetch_all() -> None:
        greenlets = [
            gevent.spawn(fetch_titles, Connection(base.hostname, base.port), base.path, pages)
            for _ in range(CONCURRENCY)]
        gevent.joinall(greenlets, raise_error=True)

    return timed(request.count, fetch_all)


def fetch_titles(connection: Connection, path: str, pages: Iterator[int]) -> None:
    import lxml.html

    for page in pages:
        connection.request("GET", f"{path}/p{page}.html")
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise Complaint(f"p{page}.html: {response.status}")
        title = lxml.html.fromstring(body).findtext(".//title")
        print(" ".join(title.split()), file=sys.stderr)
    connection.close()
