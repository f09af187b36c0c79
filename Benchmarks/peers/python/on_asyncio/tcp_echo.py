# tcp_echo: N messages of 100 bytes go to a server and come back, over 1,000 connections at once. One operation
# is a round trip. The address is that of the workload echo_server.
#
# Protocols, which are asyncio's lower layer, and not its streams, which are the easier one.
import asyncio

from contract import Complaint, Request
from measurement import Measurement
from on_asyncio.running import warmed
from work import shares

CONNECTIONS = 1000
MESSAGE = bytes(100)


class Client(asyncio.Protocol):
    def __init__(self, count: int):
        self.missing = count
        self.received = 0
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        self.send()

    def send(self) -> None:
        if self.missing == 0:
            self.finished.set_result(None)
            self.transport.close()
            return
        self.missing -= 1
        self.transport.write(MESSAGE)

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        if self.received == len(MESSAGE):
            self.received = 0
            self.send()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.finished.done():
            self.finished.set_exception(error or Complaint("the server closed the connection"))


class Server(asyncio.Protocol):
    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(data)


def measure(request: Request) -> Measurement:
    if request.url is None:
        raise Complaint("tcp_echo needs the address of a server, such as 127.0.0.1:7007")
    host, port = request.url.split(":")

    async def echo(count: int) -> None:
        _, client = await asyncio.get_running_loop().create_connection(lambda: Client(count), host, int(port))
        await client.finished

    async def echo_all(count: int) -> None:
        await asyncio.gather(*(echo(share) for share in shares(count, CONNECTIONS)))

    return warmed(echo_all)(request)


def echo_server(port: int) -> None:
    """Serves until it is killed."""

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", port, backlog=CONNECTIONS)
        await server.serve_forever()

    asyncio.run(serve())
