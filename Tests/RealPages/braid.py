# Real pages › Braid: runs `braid titles` and reads its JSON lines, also those of a run that went wrong.
import json
import subprocess
from typing import NamedTuple

KEYS = {"url", "final_url", "status", "title", "charset", "bytes", "seconds", "attempts", "error"}


class Run(NamedTuple):
    by_url: dict[str, list[dict]]
    complaints: list[str]


def titles(program: str, urls: list[str], *options: str, exit_status: int = 0, concurrency: int = 100,
           patience: int = 600) -> Run:
    """Gives all addresses on standard input. A run that outlives `patience` seconds hangs, and is ended."""
    process = subprocess.Popen(
        [program, "titles", "--input", "-", "--concurrency", str(concurrency), "--format", "jsonl", *options],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    complaints = []
    try:
        output, errors = process.communicate("".join(f"{each}\n" for each in urls), timeout=patience)
    except subprocess.TimeoutExpired:
        process.kill()
        output, errors = process.communicate()
        complaints.append(f"no end after {patience} s")
    finally:
        process.kill()  # no more than a formality, unless we are being ended ourselves
    if process.returncode != exit_status:
        complaints.append(f"exit status {process.returncode}, not {exit_status}: {errors[-500:]!r}")

    by_url: dict[str, list[dict]] = {}
    for text in filter(None, output.split("\n")):  # a title may hold what splitlines() splits at
        line = parsed(text)
        if line is None:
            complaints.append(f"not a JSON object with the nine keys: {text[:200]}")
        else:
            by_url.setdefault(line["url"], []).append(line)
    if strays := by_url.keys() - set(urls):
        complaints.append(f"addresses that nobody gave: {sorted(strays)[:5]}")
    return Run(by_url, complaints)


def parsed(text: str) -> dict | None:
    try:
        line = json.loads(text)
    except ValueError:
        return None
    return line if isinstance(line, dict) and line.keys() == KEYS else None
