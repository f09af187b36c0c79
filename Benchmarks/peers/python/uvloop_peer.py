# Python › uvloop: the same programs as asyncio's, on libuv's loop.
import uvloop
from contract import main
from on_asyncio.catalogue import workloads
from on_asyncio.tcp_echo import echo_server

uvloop.install()
main("uvloop", workloads, echo_server)
