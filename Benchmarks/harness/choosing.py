# Harness › Choosing: the words of a command line that name peers and workloads, and its lists of numbers.
import argparse
from collections.abc import Callable, Collection


def words(known: Collection[str]) -> Callable[[str], list[str]]:
    """For argparse: `a,b` as a list, if all of them are known."""

    def parse(text: str) -> list[str]:
        if unknown := [word for word in text.split(",") if word not in known]:
            raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}; known: {', '.join(known)}")
        return text.split(",")

    return parse


def numbers(text: str) -> list[int | None]:
    """For argparse: `1,2` as a list."""
    return [int(word) for word in text.split(",")]
