# Python › Contract: `PEER WORKLOAD N [URL]` and `PEER echo_server PORT`, one line of JSON on standard output.
#
# Exit status 0 for a measurement, 1 for work that went wrong, 2 for a command line that makes no sense, 3
# for a workload that this peer does not have.
import json
import sys
from collections.abc import Callable, Mapping
from typing import NamedTuple, NoReturn

import memory
from measurement import Measurement


class Request(NamedTuple):
    count: int
    url: str | None


Workload = Callable[[Request], Measurement]


class Complaint(Exception):
    """A result that is not what it must be, or a request that makes no sense."""


def must_be(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise Complaint(f"{what} is {found!r} and not {expected!r}")


def main(peer: str, workloads: Mapping[str, Workload], echo_server: Callable[[int], None]) -> NoReturn:
    if not 3 <= len(sys.argv) <= 4:
        end(2, "usage: PEER WORKLOAD N [URL]")
    name, number = sys.argv[1:3]
    if not number.isdecimal() or int(number) == 0:
        end(2, f"{number} is not a number of operations")
    request = Request(int(number), sys.argv[3] if len(sys.argv) == 4 else None)
    if name == "echo_server":
        echo_server(request.count)
        end(1, "the server ended")
    if name not in workloads:
        end(3, f"{peer} has no workload {name}")
    try:
        measurement = workloads[name](request)
    except Complaint as complaint:
        end(1, f"{peer} {name}: {complaint}")
    print(json.dumps({
        "peer": peer, "workload": name, "n": request.count,
        "ns_per_op": round(measurement.nanoseconds_per_operation, 1), "rss_kb": memory.field("VmHWM:"),
        "cpu_s": round(measurement.processor_seconds, 4), "wall_s": round(measurement.wall_seconds, 4),
        **{extra: round(value, 3) for extra, value in measurement.extras.items()},
    }, separators=(",", ":")))
    sys.exit(0)


def end(status: int, message: str) -> NoReturn:
    print(message, file=sys.stderr)
    sys.exit(status)
