# Python › Measurement: what came of a workload.
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Measurement:
    nanoseconds_per_operation: float
    wall_seconds: float
    processor_seconds: float
    extras: dict[str, float] = field(default_factory=dict)


def timed(operations: int, work: Callable[[], None]) -> Measurement:
    began, processor_before = time.monotonic_ns(), time.process_time_ns()
    work()
    wall, processor = time.monotonic_ns() - began, time.process_time_ns() - processor_before
    return Measurement(wall / operations, wall / 1e9, processor / 1e9)


def lateness(late_nanoseconds: list[int]) -> dict[str, float]:
    """How far behind their time sleepers woke."""
    ordered = sorted(late_nanoseconds)

    def microseconds(percentile: int) -> float:
        return ordered[(len(ordered) - 1) * percentile // 100] / 1000

    return {"late_p50_us": microseconds(50), "late_p99_us": microseconds(99)}
