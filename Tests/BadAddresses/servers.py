# Bad addresses › Servers: one port that misbehaves as the path says, one that speaks no HTTP, one that refuses.
#
# They run on a thread of their own, in one asyncio loop: a thousand connections at a time are nothing to it.
import asyncio
import contextlib
import gzip
import socket
import threading
from collections.abc import Iterator
from typing import NamedTuple

PIECE = b"<p>" + b"x" * 16381


class Ports(NamedTuple):
    http: int
    garbage: int
    refused: int


async def answer_http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            _, kind, number = head.split(b" ")[1].decode().split("/")
            if not await ANSWERS[kind](reader, writer, number):
                break
            await writer.drain()
    writer.close()


def respond(writer: asyncio.StreamWriter, status: str, fields: str, body: bytes, length: int | None = None) -> bool:
    length = len(body) if length is None else length
    writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {length}\r\n{fields}\r\n".encode() + body)
    return True


async def good(reader, writer, number):
    return respond(writer, "200 OK", "Content-Type: text/html\r\n", f"<title>Page {number}</title>".encode())


async def absent(reader, writer, number):
    return respond(writer, "404 Not Found", "", b"<title>Not here</title>")


async def loop(reader, writer, number):
    return respond(writer, "302 Found", f"Location: /loop2/{number}\r\n", b"")


async def loop_back(reader, writer, number):
    return respond(writer, "302 Found", f"Location: /loop/{number}\r\n", b"")


async def onwards(reader, writer, number):
    return respond(writer, "302 Found", f"Location: /onwards/{number}x\r\n", b"")


async def away(reader, writer, number):
    return respond(writer, "302 Found", "Location: file:///etc/passwd\r\n", b"")


async def cut(reader, writer, number):
    return not respond(writer, "200 OK", "", b"<title>Cut", length=5000)


async def endless(reader, writer, number):
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(PIECE)
        await writer.drain()


async def bomb(reader, writer, number):
    return respond(writer, "200 OK", "Content-Encoding: gzip\r\n", BOMB)


async def badly_packed(reader, writer, number):
    return respond(writer, "200 OK", "Content-Encoding: gzip\r\n", b"not gzip at all")


async def endless_header(reader, writer, number):
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-Field: " + b"y" * 1000 + b"\r\n")
        await writer.drain()


async def silent(reader, writer, number):
    await reader.read()
    return False


async def dropped(reader, writer, number):
    return False


ANSWERS = {
    "good": good, "absent": absent, "loop": loop, "loop2": loop_back, "onwards": onwards, "away": away,
    "cut": cut, "endless": endless, "bomb": bomb, "badly-packed": badly_packed,
    "endless-header": endless_header, "silent": silent, "dropped": dropped,
}
BOMB = gzip.compress(bytes(64 << 20))


async def answer_garbage(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
        await reader.read(1)
        writer.write(b"\x00\xff SSH-2.0 this is no HTTP\r\n\r\n" * 3)
        await writer.drain()
    writer.close()


@contextlib.contextmanager
def running() -> Iterator[Ports]:
    """The ports, for as long as the servers run. The one that refuses is taken, so that nobody else can be behind it."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        events = asyncio.new_event_loop()
        thread = threading.Thread(target=events.run_forever, daemon=True)
        thread.start()

        def start(answer) -> int:
            starting = asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024)
            server = asyncio.run_coroutine_threadsafe(starting, events).result()
            return server.sockets[0].getsockname()[1]

        yield Ports(start(answer_http), start(answer_garbage), holder.getsockname()[1])
        events.call_soon_threadsafe(events.stop)
        thread.join()
