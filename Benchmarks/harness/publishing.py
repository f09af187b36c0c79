# Harness › Publishing: results as a part of a README, between two lines that mark their place.
#
# Measuring and publishing are two commands, so that somebody looks at the figures in between. Nothing is chosen here:
# all rows are written, and those that Braid loses are named above the tables.
import argparse
import json
import sys
from pathlib import Path

from harness.comparison import Comparison
from harness.figures import times
from harness.peers import BENCHMARKS
from harness.table import tables

BEGIN = "<!-- What follows is written by Benchmarks/publish. -->"
END = "<!-- What precedes was written by Benchmarks/publish. -->"
CHART = "chart.svg"
CURVES = ("scaling.svg", "scaling-workers.svg")
DRAW = 0.95  # the twentieth part of a difference is within what a machine does by itself


def main() -> None:
    arguments = command_line()
    results = json.loads((arguments.results / "results.json").read_text())
    text = arguments.into.read_text()
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise SystemExit(f"{arguments.into} must have these two lines, once each:\n{BEGIN}\n{END}")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    # Not there: the chart if every run had a number of workers, the curves unless `scaling` has drawn them.
    for name in (CHART, *CURVES):
        if (arguments.results / name).exists():
            (arguments.into.parent / name).write_bytes((arguments.results / name).read_bytes())
    section = published(results, CHART if (arguments.results / CHART).exists() else None)
    arguments.into.write_text(f"{before}{BEGIN}\n\n{section}\n\n{END}{after}")
    print(f"{arguments.into} has the results of {results['about'].split(';')[0]}", file=sys.stderr)


def published(results: dict, picture: str | None) -> str:
    comparison = Comparison.of_json(results["results"])
    parts = [results["about"], results["conditions"]]
    if picture:
        parts.append(f"![Time for an operation, by workload and peer]({picture})")
    parts += [f"Where Braid loses:\n\n{losses(comparison)}", tables(comparison).strip()]
    return "\n\n".join(parts)


def losses(comparison: Comparison) -> str:
    """By time or by processor time for an operation, whichever is worse."""
    lines = []
    for workers in comparison.workers:
        for workload in comparison.workloads:
            ratios = {peer: worst(comparison, peer, workload, workers) for peer in comparison.peers if peer != "braid"}
            ahead = sorted((ratio, peer) for peer, ratio in ratios.items() if ratio is not None and ratio < DRAW)
            if ahead:
                by = ", ".join(f"{peer} {times(1 / ratio)}" for ratio, peer in ahead)
                lines.append(f"- `{workload}`{f' with {workers} workers' if workers else ''}: {by}")
    return "\n".join(lines) or "- in no row"


def worst(comparison: Comparison, peer: str, workload: str, workers: int | None) -> float | None:
    """The least of what a peer's figures are as times Braid's; none if one of the two has no result."""
    if comparison.of(peer, workload, workers).trouble or comparison.of("braid", workload, workers).trouble:
        return None
    ratios = [comparison.ratio(peer, workload, workers, figure) for figure in ("ns_per_op", "cpu_ns_per_op")]
    return min((ratio for ratio in ratios if ratio), default=None)


def command_line() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="publish", description="Writes the results of Benchmarks/run into a README, between two lines that mark "
        "their place: machine, versions and date, the rows that Braid loses, the tables, and the chart beside it; and the "
        "curves of Benchmarks/scaling, if they are there.")
    parser.add_argument("--results", type=Path, default=BENCHMARKS / ".build" / "results", metavar="FOLDER",
                        help="where results.json and chart.svg are (default: Benchmarks/.build/results)")
    parser.add_argument("--into", type=Path, default=BENCHMARKS / "README.md", metavar="FILE",
                        help="the README (default: Benchmarks/README.md)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
