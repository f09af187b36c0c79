# HTTP titles › Measure delayed: runs each model of braid in turn against the delaying site, and prints a table.
#
# Measured as in measure.py: each run is a process, from its start to its end. One that loses a page ends the measurement.
import argparse
import contextlib
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

MODELS = ("goroutines", "asyncio", "promises")
PATIENCE = "300s"  # a program that takes longer hangs


class Run(NamedTuple):
    wall_seconds: float
    user_seconds: float
    system_seconds: float
    peak_rss_kb: int


@contextlib.contextmanager
def delaying_site(go_peer: str, milliseconds: int) -> Iterator[str]:
    """The site's origin, for as long as it is served."""
    with subprocess.Popen([go_peer, "delaying_site", str(milliseconds)], stdout=subprocess.PIPE, text=True) as site:
        try:
            yield site.stdout.readline().strip()
        finally:
            site.kill()


def measured(arguments: argparse.Namespace, model: str, addresses: Path, folder: Path) -> Run:
    # The peak of a process is never below that of the one it was forked from; time(1) is smaller than braid.
    peak, output, errors = (folder / name for name in ("peak", "output", "errors"))
    command = [
        "/usr/bin/time", "--quiet", "-f", "%M", "-o", peak, "timeout", PATIENCE, arguments.braid, "titles",
        "--input", addresses, "--model", model, "--concurrency", str(arguments.concurrency), "--format", "tsv"]
    with output.open("w") as out, errors.open("w") as err:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    titles = {line.split("\t")[3] for line in output.read_text().splitlines()[1:]}
    if process.returncode != 0 or titles != {f"/{number}" for number in range(arguments.count)}:
        raise SystemExit(f"{model}: status {process.returncode}, {len(titles)} titles:\n{errors.read_text()[-2000:]}")
    return Run(wall, usage.ru_utime, usage.ru_stime, int(peak.read_text()))


def row(model: str, runs: list[Run]) -> str:
    """Medians, and in brackets the least and the most."""

    def figure(values: list[float], digits: int) -> str:
        return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"

    wall, user, system, peak = zip(*runs)
    figures = [figure(wall, 2), figure(user, 2), figure(system, 2), figure([kb / 1024 for kb in peak], 1)]
    return f"| {' | '.join([model, *figures])} |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="delayed", description="Measures `braid titles` at a slow server.")
    parser.add_argument("braid", type=lambda path: str(Path(path).resolve()), help="the program to measure")
    parser.add_argument("--count", type=int, default=10_000, help="addresses (default: %(default)s)")
    parser.add_argument("--concurrency", type=int, default=2000, help="pages at a time (default: %(default)s)")
    parser.add_argument("--delay", type=int, default=500, help="of each answer, in ms (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each model (default: %(default)s)")
    parser.add_argument("--go-peer", required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    runs: dict[str, list[Run]] = {model: [] for model in MODELS}
    with tempfile.TemporaryDirectory(prefix="braid-delayed-") as temporary:
        with delaying_site(arguments.go_peer, arguments.delay) as origin:
            addresses = Path(temporary) / "addresses"
            addresses.write_text("".join(f"{origin}/{number}\n" for number in range(arguments.count)))
            for _ in range(arguments.rounds):
                for model in MODELS:
                    runs[model].append(measured(arguments, model, addresses, Path(temporary)))
    least = -(-arguments.count // arguments.concurrency) * arguments.delay / 1000
    print(f"{arguments.count} addresses, {arguments.concurrency} at a time, each answer delayed by "
          f"{arguments.delay} ms, so that {least} s are the least; {arguments.rounds} rounds.")
    print()
    print("| | wall s | user s | system s | peak RSS MiB |")
    print("|---|---|---|---|---|")
    for model in MODELS:
        print(row(model, runs[model]))


if __name__ == "__main__":
    main()
