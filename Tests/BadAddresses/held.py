# Bad addresses › Held: `braid titles` with its standard input held open, so that what it holds can be looked at between
# one thousand addresses and the next.
import json
import os
import subprocess
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

CONCURRENCY = 200


class Holdings(NamedTuple):
    #: To a server, in use or kept for the next request.
    connections: int
    #: All others.
    descriptors: int
    threads: int
    resident_kib: int


def environment(resolver: Path) -> dict[str, str]:
    """No proxy. One arena for all threads, as memory that some of many arenas keep would hide what is left behind; no
    watchdog of the event loop, which reads 30 MB of debug information when a busy machine is late for the first time."""
    ours = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    return ours | {"MALLOC_ARENA_MAX": "1", "BRAID_WATCHDOG": "off", "LD_PRELOAD": str(resolver)}


def slow_resolver(folder: Path, seconds: int) -> Path:
    """The library of slow_lookup.c."""
    library = folder / "slow_lookup.so"
    source = Path(__file__).resolve().parent / "slow_lookup.c"
    subprocess.run(
        ["clang", "-shared", "-fPIC", f"-DSLOW_SECONDS={seconds}", "-o", library, source, "-ldl"], check=True)
    return library


class HeldRun:
    def __init__(self, program: str, *options: str, slow_lookup: int):
        self.folder = tempfile.TemporaryDirectory(prefix="braid-bad-")
        resolver = slow_resolver(Path(self.folder.name), slow_lookup)
        self.process = subprocess.Popen(
            [program, "titles", "--input", "-", "--no-unique", "--concurrency", str(CONCURRENCY),
             "--format", "jsonl", *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8",
            env=environment(resolver))

    def fetch(self, urls: list[str]) -> list[dict]:
        """Gives these addresses and reads as many results."""
        def give() -> None:
            self.process.stdin.write("".join(f"{url}\n" for url in urls))
            self.process.stdin.flush()

        giving = threading.Thread(target=give)
        giving.start()
        lines = [json.loads(self.process.stdout.readline() or "null") for _ in urls]
        giving.join()
        return [line for line in lines if line is not None]

    def holdings(self) -> Holdings:
        folder = Path("/proc") / str(self.process.pid)
        status = dict(line.split(":\t", 1) for line in (folder / "status").read_text().splitlines() if ":\t" in line)
        connected = {line.split()[9] for line in (folder / "net" / "tcp").read_text().splitlines()[1:]}
        links = [os.readlink(each) for each in (folder / "fd").iterdir()]
        connections = sum(link.removeprefix("socket:[").removesuffix("]") in connected for link in links)
        return Holdings(
            connections, len(links) - connections, int(status["Threads"]), int(status["VmRSS"].split()[0]))

    def most_threads(self, while_doing: Callable[[], None]) -> int:
        """How many threads the program has at most during something; looks twenty times a second."""
        status = Path("/proc") / str(self.process.pid) / "status"
        most = 0
        over = threading.Event()

        def look() -> None:
            nonlocal most
            while not over.wait(0.05):
                most = max(most, int(status.read_text().split("Threads:\t")[1].split()[0]))

        looking = threading.Thread(target=look)
        looking.start()
        try:
            while_doing()
        finally:
            over.set()
            looking.join()
        return most

    def end(self) -> tuple[list[str], int]:
        """Ends the input; returns what was still printed, and the exit status."""
        self.process.stdin.close()
        rest = self.process.stdout.read().splitlines()
        return rest, self.process.wait()

    def __enter__(self) -> "HeldRun":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()
