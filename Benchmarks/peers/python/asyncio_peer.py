# Python › asyncio: asyncio's side of the contract in Benchmarks/README.md.
from contract import main
from on_asyncio.catalogue import workloads
from on_asyncio.tcp_echo import echo_server

main("asyncio", workloads, echo_server)
