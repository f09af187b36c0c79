# Harness › Scaling: processor time for an operation, and memory, from 1,000 to 1,000,000 at a time.
#
# Where a curve has a knee, the cost of one depends on how many there are. Each point is the best of a few runs,
# because here the machine's other work is the only thing that can make a run slower.
import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from harness import machine, peers, workloads
from harness.building import built
from harness.choosing import words
from harness.curves import Panel, curves
from harness.figures import FIGURES
from harness.peers import BENCHMARKS, Peer
from harness.running import run
from harness.workloads import Workload

COUNTS = [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000]
WORKLOADS = ["spawn", "parked_recv", "parked_sleep", "timers"]
SHOWN = ["cpu_ns_per_op", "peak_mb"]

Row = dict[str, str | float]


def main() -> None:
    arguments = command_line()
    present = built([peers.BY_NAME[name] for name in arguments.peers])
    rows = list(measured(present, arguments))
    about = f"{machine.description(present)} The best of {arguments.rounds}."
    arguments.output.mkdir(parents=True, exist_ok=True)
    with (arguments.output / "scaling.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, ["peer", "workload", "n", *SHOWN])
        writer.writeheader()
        writer.writerows(rows)
    names = [peer.name for peer in present]
    panels = [
        [panel(rows, names, workload, figure) for figure in SHOWN] for workload in arguments.workloads]
    picture = curves(panels, names, "From a thousand to a million at a time", about)
    (arguments.output / "scaling.svg").write_text(picture)
    print(f"scaling.csv and scaling.svg are in {arguments.output}", file=sys.stderr)


def measured(present: list[Peer], arguments: argparse.Namespace) -> Iterator[Row]:
    for name in arguments.workloads:
        for peer in present:
            yield from growing(peer, workloads.BY_NAME[name], arguments)


def growing(peer: Peer, workload: Workload, arguments: argparse.Namespace) -> Iterator[Row]:
    """More and more at a time, as long as the peer can do it."""
    for count in [count for count in COUNTS if count <= arguments.most]:
        runs = [run(peer, workload, count, None, patience=arguments.patience) for _ in range(arguments.rounds)]
        figures = [each.figures for each in runs if each.figures]
        if len(figures) < len(runs):
            trouble = next((each.trouble for each in runs if each.trouble), "not there")
            print(f"{peer.name} {workload.name} {count}: {trouble}", file=sys.stderr)
            return
        row: Row = {"peer": peer.name, "workload": workload.name, "n": count}
        row |= {name: round(min(each[name] for each in figures), 2) for name in SHOWN}
        print(" ".join(map(str, row.values())), file=sys.stderr)
        yield row


def panel(rows: list[Row], names: list[str], workload: str, figure: str) -> Panel:
    curves_of = {
        name: [(row["n"], row[figure]) for row in rows if (row["peer"], row["workload"]) == (name, workload)]
        for name in names}
    return Panel(f"{workload}: {FIGURES[figure].title}", curves_of, FIGURES[figure].text)


def command_line() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scaling", description="Measures cost and memory from 1,000 to 1,000,000.")
    parser.add_argument("--peers", type=words(peers.BY_NAME), default=["braid", "go", "tokio"], metavar="A,B",
                        help="only these (default: braid,go,tokio)")
    parser.add_argument("--workloads", type=words(workloads.BY_NAME), default=WORKLOADS, metavar="A,B",
                        help=f"only these (default: {','.join(WORKLOADS)})")
    parser.add_argument("--rounds", type=int, default=1, help="runs of each (default: %(default)s)")
    parser.add_argument("--most", type=int, default=COUNTS[-1], metavar="N", help="no more than these at a time")
    parser.add_argument("--patience", type=int, default=120, metavar="SECONDS", help="for one run (default: 120)")
    parser.add_argument("--output", type=Path, default=BENCHMARKS / ".build" / "results", metavar="FOLDER",
                        help="where the files go (default: Benchmarks/.build/results)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
