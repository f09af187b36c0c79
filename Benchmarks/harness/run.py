# Harness › Run: all workloads in all peers, in turn, and what came of it.
import argparse
import contextlib
import itertools
import json
import sys
from pathlib import Path

from harness import machine, peers, workloads
from harness.building import built
from harness.chart import chart
from harness.choosing import numbers, words
from harness.comparison import Comparison
from harness.peers import BENCHMARKS, Peer
from harness.running import Run, run
from harness.services import Site, echo_server, site
from harness.table import tables
from harness.workloads import Workload


def main() -> None:
    arguments = command_line()
    present = built([peers.BY_NAME[name] for name in arguments.peers])
    if not present:
        raise SystemExit("there is nobody to measure")
    divisor = 10 if arguments.quick else 1
    rounds = 1 if arguments.quick else arguments.rounds
    chosen = [workloads.BY_NAME[name] for name in arguments.workloads]
    comparison = Comparison([peer.name for peer in present], arguments.workloads, arguments.workers)
    load_before = machine.load()
    with contextlib.ExitStack() as stack:
        for workload in chosen:
            pages = workload.count // divisor if workload.needs == "site" else 0
            served = stack.enter_context(site(pages)) if pages else None
            measure(comparison, present, workload, rounds, divisor, served, arguments.patience)
    report(arguments, comparison, present, rounds, load_before)


def measure(
    comparison: Comparison, present: list[Peer], workload: Workload, rounds: int, divisor: int,
    served: Site | None, patience: int,
) -> None:
    """The peers take turns, so that a busy minute of the machine hits all of them."""
    given_up: set[tuple[str, int | None]] = set()
    for _ in range(rounds):
        for peer, workers in itertools.product(present, comparison.workers):
            workers = workers if peer.takes_workers else None
            if (peer.name, workers) in given_up or not peer.takes_workers and workers != comparison.workers[0]:
                continue
            print(f"\r{workload.name} {peer.name} {workers or ''}\033[K", end="", file=sys.stderr, flush=True)
            outcome = measured(peer, workload, peer.count(workload, divisor), workers, served, patience)
            comparison.add(peer.name, workload.name, workers, outcome)
            if outcome.figures is None:
                given_up.add((peer.name, workers))  # it will not be better the next time
    print("\r\033[K", end="", file=sys.stderr)


def measured(
    peer: Peer, workload: Workload, count: int, workers: int | None, served: Site | None, patience: int,
) -> Run:
    if workload.needs == "site":
        if served is None:
            return Run(None)
        return run(peer, workload, count, workers, served.url, patience, served.titles)
    if workload.needs == "echo server":
        with echo_server(peer) as address:
            return run(peer, workload, count, workers, address, patience) if address else Run(None)
    return run(peer, workload, count, workers, patience=patience)


def report(
    arguments: argparse.Namespace, comparison: Comparison, present: list[Peer], rounds: int, load_before: float,
) -> None:
    about = machine.description(present)
    what = f"Medians of {rounds} rounds" if rounds > 1 else "A single round"
    conditions = (
        f"{what}; the machine's load was {load_before:.1f} before and {machine.load():.1f} after.")
    print(f"{about}\n{conditions}\n\n{tables(comparison)}")
    arguments.output.mkdir(parents=True, exist_ok=True)
    result = {"about": about, "conditions": conditions, "results": comparison.as_json()}
    (arguments.output / "results.json").write_text(json.dumps(result, indent=1, ensure_ascii=False))
    for workers in comparison.workers:
        title = f"Time for an operation{f', {workers} workers' if workers else ''}"
        picture = chart(comparison, workers, title, about)
        (arguments.output / f"chart{f'-{workers}' if workers else ''}.svg").write_text(picture)
    print(f"results.json and chart.svg are in {arguments.output}", file=sys.stderr)


def command_line() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run", description="Measures Braid beside its peers.")
    parser.add_argument("--workloads", type=words(workloads.BY_NAME), default=list(workloads.BY_NAME),
                        metavar="A,B", help="only these")
    parser.add_argument("--peers", type=words(peers.BY_NAME), default=list(peers.BY_NAME), metavar="A,B",
                        help="only these; the ratios are to braid")
    parser.add_argument("--workers", type=numbers, default=[None], metavar="1,2,4,8",
                        help="how many workers, for peers that can be told (default: one for each processor)")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help="one round with a tenth of the operations")
    parser.add_argument("--patience", type=int, default=60, metavar="SECONDS",
                        help="a run that takes longer hangs (default: %(default)s)")
    parser.add_argument("--output", type=Path, default=BENCHMARKS / ".build" / "results", metavar="FOLDER",
                        help="where results.json and the chart go (default: Benchmarks/.build/results)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
