# tcp_echo: N messages of 100 bytes go to a server and come back, over 1,000 connections at once. One operation
# is a round trip. The address is that of the workload echo_server.
import gevent
from contract import Complaint, Request
from gevent import socket
from gevent.server import StreamServer
from measurement import Measurement
from on_gevent.running import warmed
from work import shares

CONNECTIONS = 1000
MESSAGE = bytes(100)


def measure(request: Request) -> Measurement:
    if request.url is None:
        raise Complaint("tcp_echo needs the address of a server, such as 127.0.0.1:7007")
    host, port = request.url.split(":")

    def echo(count: int) -> None:
        with socket.create_connection((host, int(port))) as connection:
            for _ in range(count):
                connection.sendall(MESSAGE)
                missing = len(MESSAGE)
                while missing:
                    received = len(connection.recv(missing))
                    if received == 0:
                        raise Complaint("the server closed the connection")
                    missing -= received

    def echo_all(count: int) -> None:
        gevent.joinall([gevent.spawn(echo, share) for share in shares(count, CONNECTIONS)], raise_error=True)

    return warmed(echo_all)(request)


def echo_server(port: int) -> None:
    """Serves until it is killed."""

    def serve(connection: socket.socket, _address: object) -> None:
        while data := connection.recv(4096):
            connection.sendall(data)

    StreamServer(("127.0.0.1", port), serve, backlog=CONNECTIONS).serve_forever()
