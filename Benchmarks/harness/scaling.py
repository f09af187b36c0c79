# Harness › Scaling: processor time for an operation, and memory, from 1,000 to 1,000,000 at a time.
#
# Where a curve has a knee, the cost of one depends on how many there are. Each point is the best of a few runs,
# because here the machine's other work is the only thing that can make a run slower; short runs, which it hits the
# hardest, are done more often. With --workers there is a curve for each number of them, in files of their own: more
# workers than processors must not cost much more.
import argparse
import csv
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from harness import machine, peers, workloads
from harness.building import built
from harness.choosing import numbers, words
from harness.curves import Panel, curves
from harness.figures import FIGURES
from harness.peers import BENCHMARKS, Peer
from harness.running import Run, run
from harness.workloads import Workload

COUNTS = [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000]
GOROUTINES = {
    "spawn": "goroutines", "parked_recv": "goroutines", "parked_sleep": "goroutines", "timers": "timers"}
ON_A_LOOP = {"aio_spawn": "futures", "aio_timers": "timers", "promise_all": "promises"}  # the future of each task
MOST_RUNS = 9
SHOWN = ["cpu_ns_per_op", "peak_mb"]

Row = dict[str, str | float]


class Contestant(NamedTuple):
    """What has a curve of its own."""

    peer: Peer
    workers: int | None

    @property
    def name(self) -> str:
        return f"{self.peer.name} {self.workers}" if self.workers else self.peer.name


def main() -> None:
    arguments = command_line()
    present = built([peers.BY_NAME[name] for name in arguments.peers])
    contestants = [
        Contestant(peer, workers) for peer in present
        for workers in (arguments.workers if peer.takes_workers else [None])]
    rows = list(measured(contestants, arguments))
    name = "scaling" if arguments.workers == [None] else "scaling-workers"
    arguments.output.mkdir(parents=True, exist_ok=True)
    with (arguments.output / f"{name}.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, ["peer", "workload", "n", *SHOWN])
        writer.writeheader()
        writer.writerows(rows)
    (arguments.output / f"{name}.svg").write_text(picture(rows, contestants, arguments))
    print(f"{name}.csv and {name}.svg are in {arguments.output}", file=sys.stderr)


def measured(contestants: list[Contestant], arguments: argparse.Namespace) -> Iterator[Row]:
    for name in arguments.workloads:
        for contestant in contestants:
            yield from growing(contestant, workloads.BY_NAME[name], arguments)


def growing(contestant: Contestant, workload: Workload, arguments: argparse.Namespace) -> Iterator[Row]:
    """More and more at a time, as long as the peer can do it."""
    for count in [count for count in COUNTS if count <= arguments.most]:
        runs = repeated(contestant, workload, count, arguments)
        if trouble := next((each.trouble for each in runs if each.trouble), None):
            print(f"{contestant.name} {workload.name} {count}: {trouble}", file=sys.stderr)
        figures = [each.figures for each in runs if each.figures]
        if len(figures) < len(runs):
            return
        row: Row = {"peer": contestant.name, "workload": workload.name, "n": count}
        row |= {name: round(min(each[name] for each in figures), 2) for name in SHOWN}
        print(" ".join(map(str, row.values())), file=sys.stderr)
        yield row


def repeated(contestant: Contestant, workload: Workload, count: int, arguments: argparse.Namespace) -> list[Run]:
    """One run, and more as long as all of them together were short."""
    runs: list[Run] = []
    begun = time.monotonic()
    while not runs or len(runs) < MOST_RUNS and time.monotonic() - begun < arguments.seconds:
        runs.append(run(contestant.peer, workload, count, contestant.workers, patience=arguments.patience))
    return runs


def picture(rows: list[Row], contestants: list[Contestant], arguments: argparse.Namespace) -> str:
    names = [contestant.name for contestant in contestants]
    panels = [[panel(rows, names, workload, figure) for figure in SHOWN] for workload in arguments.workloads]
    about = machine.description(list({each.peer.name: each.peer for each in contestants}.values()))
    return curves(
        panels, names, "From a thousand to a million at a time", f"{about} The best of as many runs as fit into {arguments.seconds:g} s, of {MOST_RUNS} at most.")


def panel(rows: list[Row], names: list[str], workload: str, figure: str) -> Panel:
    curve_of = {
        name: [(row["n"], row[figure]) for row in rows if (row["peer"], row["workload"]) == (name, workload)]
        for name in names}
    what = (GOROUTINES | ON_A_LOOP).get(workload)
    title = f"{f'{what} · ' if what else ''}{workload}: {FIGURES[figure].title}"
    return Panel(title, {name: curve for name, curve in curve_of.items() if curve}, FIGURES[figure].text)


def command_line() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scaling", description="Measures cost and memory from 1,000 to 1,000,000.")
    parser.add_argument("--peers", type=words(peers.BY_NAME), metavar="A,B",
                        help="only these (default: braid,go,tokio,asyncio,node; with --workers, braid,go)")
    parser.add_argument("--workloads", type=words(workloads.BY_NAME), metavar="A,B",
                        help=f"only these (default: {','.join(GOROUTINES | ON_A_LOOP)}; with --workers, those of "
                        "goroutines)")
    parser.add_argument("--workers", type=numbers, default=[None], metavar="1,2,4,8",
                        help="a curve for each number of workers")
    parser.add_argument("--seconds", type=float, default=1.5, metavar="S",
                        help="runs of each until they have taken this together (default: %(default)s)")
    parser.add_argument("--most", type=int, default=COUNTS[-1], metavar="N", help="no more than these at a time")
    parser.add_argument("--patience", type=int, default=120, metavar="SECONDS", help="for one run (default: 120)")
    parser.add_argument("--output", type=Path, default=BENCHMARKS / ".build" / "results", metavar="FOLDER",
                        help="where the files go (default: Benchmarks/.build/results)")
    arguments = parser.parse_args()
    has_workers = arguments.workers != [None]
    arguments.peers = arguments.peers or (
        ["braid", "go"] if has_workers else ["braid", "go", "tokio", "asyncio", "node"])
    arguments.workloads = arguments.workloads or list(GOROUTINES if has_workers else GOROUTINES | ON_A_LOOP)
    return arguments


if __name__ == "__main__":
    main()
