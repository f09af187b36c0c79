# HTTP titles › Measure: runs braid and its peers in turn against one server, and prints a table.
#
# Each program is a process of its own and is measured from outside, from its start to its end and all
# in the same way: what it costs to start counts, as it does for whoever waits for the titles. A run
# that does not deliver every title ends the measurement.
import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import machine
from contestants import HERE, Contestant, contestants
from make_site import make_site
from nginx import Nginx

SERVER_CORE, CLIENT_CORE = "0", "1"
PATIENCE = "300s"  # a program that takes longer hangs


class Run(NamedTuple):
    wall_seconds: float
    cpu_seconds: float
    peak_rss_kb: int


def measured(contestant: Contestant, expected: list[str], prefix: list[str], folder: Path) -> Run:
    # The peak of a process is never below that of the one it was forked from; time(1) is smaller than
    # any of ours, and Python is not. time's and timeout's own work is about a millisecond for each.
    peak, output, errors, given = (folder / name for name in ("peak", "output", "errors", "input"))
    given.write_text(contestant.standard_input)
    command = ["/usr/bin/time", "--quiet", "-f", "%M", "-o", peak, "timeout", PATIENCE, *prefix]
    with given.open() as standard_input, output.open("w") as out, errors.open("w") as err:
        began = time.perf_counter()
        process = subprocess.Popen(
            [*command, *contestant.command], stdin=standard_input, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    complaint = errors.read_text(encoding="utf-8")
    if process.returncode != 0:
        raise SystemExit(f"{contestant.name} ended with status {process.returncode}:\n{complaint[-2000:]}")
    titles = contestant.titles(output.read_text(encoding="utf-8"), complaint)
    if sorted(titles) != sorted(expected):
        wrong = sorted(set(titles) ^ set(expected))[:4]
        raise SystemExit(f"{contestant.name}: {len(titles)} titles of {len(expected)}; wrong: {wrong}")
    return Run(wall, usage.ru_utime + usage.ru_stime, int(peak.read_text()))


def all_rounds(arguments: argparse.Namespace, temporary: Path) -> dict[str, list[Run]]:
    """The runs of each contestant. They take turns, so that a busy minute of the machine hits all."""
    site, scratch, server_folder = (temporary / name for name in ("site", "scratch", "server"))
    for folder in (site, scratch, server_folder):
        folder.mkdir()
    temporary.chmod(0o755)  # nginx may run as another user
    expected = make_site(site, arguments.count)
    server_prefix, client_prefix = (
        ["taskset", "-c", core] if arguments.pin else [] for core in (SERVER_CORE, CLIENT_CORE))
    runs: dict[str, list[Run]] = {}
    with Nginx(HERE / "nginx.conf.template", server_folder, server_prefix, site=site) as server:
        base = f"http://127.0.0.1:{server.ports['http_port']}"
        everyone = contestants(
            arguments.braid, arguments.braid_peer, arguments.go_peer, arguments.ahc_peer, arguments.python,
            arguments.count, base)
        for _ in range(arguments.rounds):
            for contestant in everyone:
                run = measured(contestant, expected, client_prefix, scratch)
                runs.setdefault(contestant.name, []).append(run)
    return runs


def row(name: str, runs: list[Run], reference: list[Run]) -> str:
    """Medians, and in brackets the least and the most; ratios are medians of the ratios in each round."""

    def figure(values: list[float], digits: int) -> str:
        return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"

    wall, cpu, rss = zip(*runs)
    figures = [figure(wall, 3), figure(cpu, 3), figure([kb / 1024 for kb in rss], 1)]
    ratios = [
        statistics.median(mine / theirs for mine, theirs in zip(ours, others))
        for ours, others in zip((wall, cpu, rss), zip(*reference))]
    return f"| {' | '.join([name, *figures, *(f'{ratio:.2f}' for ratio in ratios)])} |"


def print_table(arguments: argparse.Namespace, runs: dict[str, list[Run]]) -> None:
    placement = "server and client on a core each" if arguments.pin else "nothing pinned"
    print(f"{arguments.count} pages of 10 KB, 100 at a time, keep-alive; "
          f"{arguments.rounds} rounds; {placement}.")
    print(machine.description(arguments.python, arguments.go_peer, HERE / "async_http_client"))
    print()
    print("| | wall s | CPU s | peak RSS MiB | wall ÷ Go | CPU ÷ Go | RSS ÷ Go |")
    print("|---|---|---|---|---|---|---|")
    for name, of_contestant in runs.items():
        print(row(name, of_contestant, runs["Go"]))


def command_line() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run", description="Measures `braid titles` beside its peers.")
    parser.add_argument("braid", type=lambda path: str(Path(path).resolve()), help="the program to measure")
    parser.add_argument("--count", type=int, default=5000, help="pages (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=7, help="runs of each program (default: %(default)s)")
    parser.add_argument("--pin", action="store_true", help="server and clients on a core each")
    parser.add_argument("--go-peer", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--braid-peer", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--ahc-peer", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--python", required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    arguments = command_line()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nginx is stopped then too
    with tempfile.TemporaryDirectory(prefix="braid-titles-") as temporary:
        runs = all_rounds(arguments, Path(temporary))
    print_table(arguments, runs)


if __name__ == "__main__":
    main()
