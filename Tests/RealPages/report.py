# Real pages › Report: what was fetched, by charset and by language, what differed and what was wrong.
from collections import Counter, defaultdict

from differences import Differences
from pages import Page

SHOWN = 30


class Result:
    """The checks of one part: how many passed, and a line for each that did not."""

    def __init__(self, name: str, seconds: float | None = None):
        self.name = name
        self.seconds = seconds
        self.passed = 0
        self.failed = 0
        self.wrong: list[str] = []

    def count(self, wrong: list[str]) -> None:
        """One check; however much is wrong with a page, it has failed once."""
        self.wrong += wrong
        if wrong:
            self.failed += 1
        else:
            self.passed += 1


def print_report(site: list[Page], differences: Differences, results: list[Result]) -> int:
    """Prints it and returns the exit status."""
    print_charsets(site)
    print_languages(site)
    print_differences(differences)
    for result in results:
        seconds = f" in {result.seconds:.1f} s" if result.seconds else ""
        print(f"{result.name}: {result.passed} passed, {result.failed} failed{seconds}")
        for line in result.wrong[:SHOWN]:
            print(f"    {line}")
        if len(result.wrong) > SHOWN:
            print(f"    … and {len(result.wrong) - SHOWN} more")
    failed = sum(result.failed for result in results)
    print(f"\n{sum(result.passed for result in results)} passed, {failed} failed")
    return 1 if failed else 0


def print_charsets(site: list[Page]) -> None:
    by_charset = defaultdict(list)
    for page in site:
        by_charset[page.opinion.charset].append(page)
    print(f"{'charset':<14} {'pages':>6} {'MB':>7}  languages")
    for charset, found in sorted(by_charset.items(), key=lambda item: -len(item[1])):
        languages = [name for name, _ in Counter(page.language for page in found).most_common()]
        shown = " ".join(languages[:12]) + (f" and {len(languages) - 12} more" if len(languages) > 12 else "")
        print(f"{charset:<14} {len(found):>6} {sum(page.size for page in found) / 1e6:>7.1f}  {shown}")


def print_languages(site: list[Page]) -> None:
    counts = Counter(page.language for page in site).most_common()
    titled = sum(1 for page in site if page.opinion.standard_title)
    print(f"\n{len(site)} pages, {titled} with a title, in these languages:")
    for start in range(0, len(counts), 10):
        print("    " + "  ".join(f"{name} {count}" for name, count in counts[start : start + 10]))


def print_differences(differences: Differences) -> None:
    print(f"\n{len(differences.found)} titles that are the standard's and not lxml's:")
    for page, ours, lxml, rule in differences.found.values():
        print(f"    {page}\n        ours {shortened(ours)}\n        lxml {shortened(lxml)}")
        print(f"        {rule.reason}")
    print()


def shortened(title: str | None) -> str:
    text = repr(title)
    return text if len(text) <= 90 else text[:89] + "…"
