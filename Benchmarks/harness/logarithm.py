# Harness › Logarithm: an axis on which equal factors are equal distances.
import math
from collections.abc import Iterable
from typing import NamedTuple


class Axis(NamedTuple):
    """From the power of ten below the least to the one above the most, between two places on paper."""

    first_power: int
    last_power: int
    start: float
    end: float

    @staticmethod
    def over(values: Iterable[float], start: float, end: float) -> "Axis":
        logarithms = [math.log10(value) for value in values if value > 0]
        first, last = math.floor(min(logarithms)), math.ceil(max(logarithms))
        return Axis(first, max(last, first + 1), start, end)

    def place(self, value: float) -> float:
        part = (math.log10(value) - self.first_power) / (self.last_power - self.first_power)
        return self.start + part * (self.end - self.start)

    @property
    def powers(self) -> list[float]:
        return [10.0**power for power in range(self.first_power, self.last_power + 1)]
