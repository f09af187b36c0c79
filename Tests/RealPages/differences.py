# Real pages › Differences: which disagreements with lxml are understood.
import fnmatch
from pathlib import Path
from typing import NamedTuple

from oracles import Opinion

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class Rule(NamedTuple):
    pattern: str
    reason: str


class Difference(NamedTuple):
    page: str
    ours: str | None
    lxml: str | None
    rule: Rule


class Differences:
    """The rules of differences.tsv, and the differences that they have explained so far."""

    def __init__(self, table: Path):
        lines = [line for line in table.read_text().splitlines() if line and not line.startswith("#")]
        self.rules = [Rule(*line.split("\t")) for line in lines]
        self.found: dict[str, Difference] = {}

    def complaints(self, page: str, title: str | None, opinion: Opinion) -> list[str]:
        """What is wrong with this title: nothing, if it is the standard's, and lxml's or for a reason not."""
        title = title or None
        if not is_same(title, opinion.standard_title):
            return [f"title {title!r}, but the standard says {opinion.standard_title!r}"]
        if title == opinion.lxml_title:
            return []
        for rule in self.rules:
            if fnmatch.fnmatchcase(page, rule.pattern):
                self.found[page] = Difference(page, title, opinion.lxml_title, rule)
                return []
        return [f"title {title!r}, but lxml says {opinion.lxml_title!r}, and no rule why"]

    def stale(self) -> list[Rule]:
        used = {difference.rule for difference in self.found.values()}
        return [rule for rule in self.rules if rule not in used]


def is_same(ours: str | None, standard: str | None) -> bool:
    """Up to the first wrong byte: decoders differ in how many of them make one U+FFFD."""
    if ours and standard and REPLACEMENT in ours and REPLACEMENT in standard:
        return ours.split(REPLACEMENT)[0] == standard.split(REPLACEMENT)[0]
    return ours == standard
