# Harness › Figures: numbers as a reader wants them.
import re
from collections.abc import Callable
from typing import NamedTuple


class Figure(NamedTuple):
    title: str
    text: Callable[[float], str]


def nanoseconds(value: float) -> str:
    for size, unit in ((1e9, "s"), (1e6, "ms"), (1e3, "µs")):
        if abs(value) >= 0.9995 * size:  # what would be rounded to a thousand of the smaller unit
            return f"{three_digits(value / size)} {unit}"
    return f"{three_digits(value)} ns"


def bytes_(value: float) -> str:
    return f"{three_digits(value / 1024)} KiB" if value >= 1024 else f"{value:.0f} B"


def three_digits(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 99.95 else f"{value:.1f}" if abs(value) >= 9.995 else f"{value:.2f}"


def mebibytes(value: float) -> str:
    return f"{value:,.0f} MiB" if value >= 999.5 else f"{three_digits(value)} MiB"


def times(ratio: float) -> str:
    return f"{ratio:.0f}×" if ratio >= 9.95 else f"{ratio:.2g}×"


def without_zeros(text: str) -> str:
    """For the marks of an axis, which are round numbers."""
    return re.sub(r"\.0+\b", "", text)


FIGURES = {
    "ns_per_op": Figure("time for an operation", nanoseconds),
    "cpu_ns_per_op": Figure("processor time for an operation", nanoseconds),
    "peak_mb": Figure("most memory", mebibytes),
    "wall_s": Figure("time for all", lambda value: f"{three_digits(value)} s"),
    "bytes_per_unit": Figure("memory of each", bytes_),
    "spawn_ns": Figure("time to make one", nanoseconds),
    "wake_ns": Figure("time to wake one", nanoseconds),
    "late_p50_us": Figure("lateness, median", lambda value: nanoseconds(value * 1000)),
    "late_p99_us": Figure("lateness, 99 %", lambda value: nanoseconds(value * 1000)),
    "speedup": Figure("speed-up by a second goroutine", lambda value: f"{value:.2f}"),
}
