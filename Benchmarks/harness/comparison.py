# Harness › Comparison: the results of many runs, and what is told of them.
import statistics
from collections import defaultdict
from dataclasses import dataclass, field

from harness.running import Run

Key = tuple[str, str, int | None]  # peer, workload, workers


@dataclass
class Series:
    """The runs of one peer at one workload with one number of workers."""

    runs: list[Run] = field(default_factory=list)

    @property
    def trouble(self) -> str:
        return next((run.trouble for run in self.runs if run.trouble), "")

    @property
    def is_absent(self) -> bool:
        return all(run.is_absent for run in self.runs)

    def values(self, figure: str) -> list[float]:
        return [run.figures[figure] for run in self.runs if run.figures and figure in run.figures]

    def median(self, figure: str) -> float | None:
        values = self.values(figure)
        return statistics.median(values) if values and not self.trouble else None

    def spread(self, figure: str) -> float:
        """Half the distance between the least and the most, as a part of the median."""
        values = self.values(figure)
        median = statistics.median(values)
        return (max(values) - min(values)) / 2 / median if median else 0


class Comparison:
    def __init__(self, peers: list[str], workloads: list[str], workers: list[int | None]):
        self.peers = peers
        self.workloads = workloads
        self.workers = workers
        self.series: defaultdict[Key, Series] = defaultdict(Series)

    def add(self, peer: str, workload: str, workers: int | None, run: Run) -> None:
        self.series[peer, workload, workers].runs.append(run)

    def of(self, peer: str, workload: str, workers: int | None) -> Series:
        """A peer that cannot be told how many workers to have is the same in every column."""
        return self.series.get((peer, workload, workers)) or self.series.get((peer, workload, None)) or Series()

    def ratio(self, peer: str, workload: str, workers: int | None, figure: str) -> float | None:
        """A peer's figure over Braid's: the median of the ratios within each round, in which both met the same
        weather."""
        theirs = self.of(peer, workload, workers).values(figure)
        ours = self.of("braid", workload, workers).values(figure)
        ratios = [their / our for their, our in zip(theirs, ours) if our]
        return statistics.median(ratios) if ratios else None

    @staticmethod
    def of_json(results: list[dict]) -> "Comparison":
        """What `as_json` gave, in the same order."""

        def seen(field: str) -> list:
            return list(dict.fromkeys(result[field] for result in results))

        # A peer that cannot be told how many workers to have stands under none, beside those that can.
        workers = [number for number in seen("workers") if number is not None] or [None]
        comparison = Comparison(seen("peer"), seen("workload"), workers)
        for result in results:
            for figures in result["runs"]:
                comparison.add(result["peer"], result["workload"], result["workers"], Run(figures))
            if "trouble" in result:
                comparison.add(
                    result["peer"], result["workload"], result["workers"], Run(None, result["trouble"]))
        return comparison

    def as_json(self) -> list[dict]:
        return [
            {"peer": peer, "workload": workload, "workers": workers,
             **({"trouble": series.trouble} if series.trouble else {}),
             "runs": [run.figures for run in series.runs if run.figures]}
            for (peer, workload, workers), series in self.series.items()]
