# Real pages › Failures: fetches that go wrong, among ones that do not. Nothing may be lost, the good
# ones must be as good as ever, and the exit status says that something failed.
import contextlib
import socket
from collections.abc import Callable, Iterator
from typing import NamedTuple

import braid

BODY_LIMIT = 1_000_000


class Failure(NamedTuple):
    name: str
    url: str
    is_right: Callable[[dict], bool]


def failures(http: str, https: str, refused: str, large_page: str) -> list[Failure]:
    """Asked for without --cacert and with --max-body BODY_LIMIT."""
    return [
        Failure("absent page", f"{http}/_absent", lambda line: failed(line) and line["status"] == 404),
        Failure("refused port", f"{refused}/", failed_without_answer),
        Failure("untrusted certificate", f"{https}/", lambda line: failed(line) and is_about_tls(line)),
        Failure("connection dropped", f"{http}/_dropped", failed_without_answer),
        Failure("redirect without end", f"{http}/_loop", failed),
        Failure("body over the limit", large_page, lambda line: failed(line) and line["title"] is None),
        Failure("unknown scheme", "gopher-plus://127.0.0.1/", failed),
        Failure("redirect", f"{http}/_moved", lambda line: not failed(line) and was_moved(line)),
    ]


def failed(line: dict) -> bool:
    error = line["error"]
    return error is not None and bool(error["kind"]) and bool(error["message"])


def failed_without_answer(line: dict) -> bool:
    return failed(line) and line["status"] is None and not is_about_tls(line)


def is_about_tls(line: dict) -> bool:
    return line["error"]["kind"] == "tls"


def was_moved(line: dict) -> bool:
    return line["status"] == 200 and line["final_url"] != line["url"]


def check_failures(program: str, cases: list[Failure], good: dict[str, str | None]) -> Iterator[list[str]]:
    """For each check what is wrong. `good` has the titles of the pages that are fetched in between."""
    urls = [*good]
    for place, case in enumerate(cases):
        urls.insert(place * len(good) // len(cases), case.url)
    run = braid.titles(
        program, urls, "--max-body", str(BODY_LIMIT), "--timeout", "10", exit_status=1, concurrency=8)
    yield run.complaints
    for case in cases:
        lines = run.by_url.get(case.url, [])
        yield [] if len(lines) == 1 and case.is_right(lines[0]) else [f"{case.name}: {lines}"]
    for url, title in good.items():
        lines = run.by_url.get(url, [])
        is_good = [(line["error"], line["title"] or None) for line in lines] == [(None, title)]
        yield [] if is_good else [f"good page: {lines}"]


@contextlib.contextmanager
def refused_address() -> Iterator[str]:
    """A port that is taken, so that nobody else can be behind it, and on which nobody listens."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{holder.getsockname()[1]}"
