# HTTP titles › Contestants: the programs that are measured, and where each leaves its titles.
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent


class Contestant(NamedTuple):
    name: str
    command: list[str]
    standard_input: str
    titles: Callable[[str, str], list[str]]  # from what it wrote to standard output and standard error


def contestants(
    braid: str, braid_peer: str, go_peer: str, ahc_peer: str, python: str, count: int, base: str
) -> list[Contestant]:
    """Go comes first, because the others are compared with it."""
    peer_arguments = ["http_titles", str(count), base]
    python_peer = str(HERE.parent / "peers" / "python" / "asyncio_peer.py")
    braid_arguments = ["titles", "--input", "-", "--concurrency", "100", "--format", "jsonl"]
    urls = "".join(f"{base}/p{page}.html\n" for page in range(count))
    return [
        Contestant("Go", [go_peer, *peer_arguments], "", titles_of_peer),
        Contestant("Braid's command", [braid, *braid_arguments], urls, titles_of_braid),
        Contestant("Braid's client", [braid_peer, *peer_arguments], "", titles_of_peer),
        Contestant("async-http-client", [ahc_peer, *peer_arguments], "", titles_of_peer),
        Contestant("Python", [python, python_peer, *peer_arguments], "", titles_of_peer),
    ]


def titles_of_peer(output: str, errors: str) -> list[str]:
    json.loads(output)
    return errors.split("\n")[:-1]


def titles_of_braid(output: str, errors: str) -> list[str]:
    """In any order, but each must be the title of the page it is given for."""
    lines = [json.loads(line) for line in output.split("\n")[:-1]]
    for line in lines:
        page = (line["title"] or "").split(":")[0]
        if not line["url"].endswith(f"/p{page}.html"):
            raise SystemExit(f"Braid: not this page's title: {line}")
    return [line["title"] for line in lines]
