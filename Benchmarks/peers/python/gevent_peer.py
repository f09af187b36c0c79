# Python › gevent: gevent's side of the contract in Benchmarks/README.md.
from contract import main
from on_gevent.catalogue import workloads
from on_gevent.tcp_echo import echo_server

main("gevent", workloads, echo_server)
