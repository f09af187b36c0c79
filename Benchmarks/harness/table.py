# Harness › Table: results in Markdown. Under each figure of a peer, how many times Braid's it is.
from harness.comparison import Comparison
from harness.figures import FIGURES, times
from harness.workloads import BY_NAME


def tables(comparison: Comparison) -> str:
    parts = []
    for workers in comparison.workers:
        if len(comparison.workers) > 1 or workers is not None:
            parts.append(f"### Workers: {workers or 'one for each processor'}\n")
        for figure in ("ns_per_op", "cpu_ns_per_op"):
            parts.append(f"{FIGURES[figure].title.capitalize()}: median, spread, and times Braid's.\n")
            parts.append(main_table(comparison, workers, figure) + "\n")
        parts.append(further_table(comparison, workers) + "\n")
    parts.append(troubles(comparison))
    return "\n".join(parts)


def main_table(comparison: Comparison, workers: int | None, figure: str) -> str:
    lines = heading(["", "per", *comparison.peers])
    for workload in comparison.workloads:
        cells = [cell(comparison, peer, workload, workers, figure) for peer in comparison.peers]
        lines.append(row([workload, BY_NAME[workload].unit, *cells]))
    return "\n".join(lines)


def further_table(comparison: Comparison, workers: int | None) -> str:
    """What is worth telling of single workloads."""
    lines = heading(["", "", *comparison.peers])
    for workload in comparison.workloads:
        for figure in BY_NAME[workload].figures:
            cells = [cell(comparison, peer, workload, workers, figure) for peer in comparison.peers]
            lines.append(row([workload, FIGURES[figure].title, *cells]))
    return "\n".join(lines) if len(lines) > 2 else ""


def cell(comparison: Comparison, peer: str, workload: str, workers: int | None, figure: str) -> str:
    series = comparison.of(peer, workload, workers)
    if series.trouble:
        return "**fails**"
    median = series.median(figure)
    if median is None:
        return "–"
    text = FIGURES[figure].text(median)
    if len(series.runs) > 1:
        text += f" ±{series.spread(figure):.0%}"
    ratio = comparison.ratio(peer, workload, workers, figure)
    # Who wakes too early has a negative lateness, of which there are no times.
    return text if peer == "braid" or ratio is None or ratio < 0 else f"{text} · {times(ratio)}"


def troubles(comparison: Comparison) -> str:
    return "\n".join(
        f"- {peer} {workload}{f' with {workers} workers' if workers else ''}: {series.trouble}"
        for (peer, workload, workers), series in comparison.series.items() if series.trouble)


def heading(cells: list[str]) -> list[str]:
    return [row(cells), "|" + "---|" * len(cells)]


def row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
