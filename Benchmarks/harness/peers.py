# Harness › Peers: the programs that are measured, how each is built, and how it is installed if it is not.
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from harness.workloads import Workload

BENCHMARKS = Path(__file__).resolve().parent.parent
PEERS = BENCHMARKS / "peers"
BUILT = BENCHMARKS / ".build" / "peers"
ENVIRONMENT = BUILT / "python"  # where the packages from PyPI are
PYTHON = ENVIRONMENT / "bin" / "python"
DEBIAN_CRATES = Path("/usr/share/cargo/registry")

FROM_PYPI = (
    "python3 -m venv Benchmarks/.build/peers/python && "
    "Benchmarks/.build/peers/python/bin/pip install -r Benchmarks/peers/python/requirements.txt")


@dataclass
class Peer:
    name: str
    command: list[str]
    is_installed: Callable[[], bool]
    how_to_install: str
    build: list[str]  # nothing if there is nothing to build
    version: list[str]
    build_folder: Path = BENCHMARKS
    build_environment: dict[str, str] = field(default_factory=dict)
    takes_workers: bool = True  # from BRAID_WORKERS
    slowness: int = 1  # by what the workloads' counts are divided
    counts: dict[str, int] = field(default_factory=dict)  # of workloads that would take minutes

    def count(self, workload: Workload, divisor: int = 1) -> int:
        """How often this peer does a workload; the divisor is for a quick look."""
        if workload.figures == ("wall_s",):
            return workload.count
        count = self.counts.get(workload.name, workload.count)
        return max(1, count // divisor // (1 if workload.count_matters else self.slowness))


def go() -> str:
    """A Go on the path, or the one from PyPI."""
    return shutil.which("go") or str(ENVIRONMENT / "bin" / "go")


def has(program: str) -> Callable[[], bool]:
    return lambda: shutil.which(program) is not None


def python_has(package: str) -> Callable[[], bool]:
    return lambda: PYTHON.exists() and subprocess.run(
        [PYTHON, "-c", f"import {package}"], capture_output=True).returncode == 0


def swift_peer(name: str, product: str, **rest) -> Peer:
    return Peer(
        name, [str(BENCHMARKS / ".build" / "release" / product)], has("swift"), "https://www.swift.org/install/linux",
        ["swift", "build", "-c", "release", "--product", product], ["swift", "--version"], **rest)


def python_peer(name: str, is_installed: Callable[[], bool], version: str, **counts: int) -> Peer:
    return Peer(
        name, [str(PYTHON), str(PEERS / "python" / f"{name}_peer.py")], is_installed, FROM_PYPI, [],
        [str(PYTHON), "-c", version], takes_workers=False, slowness=20, counts={"sieve": 300} | counts)


ALL = [
    swift_peer("braid", "bench"),
    Peer(
        "go", [str(BUILT / "bench_go")], lambda: shutil.which(go()) is not None, FROM_PYPI,
        [go(), "build", "-o", str(BUILT / "bench_go"), "."], [go(), "version"],
        build_folder=PEERS / "go",
        # The peer needs the standard library only: no cgo, no proxy, no other toolchain.
        build_environment={"CGO_ENABLED": "0", "GOPROXY": "off", "GOTOOLCHAIN": "local"}),
    Peer(
        "tokio", [str(BUILT / "tokio" / "release" / "bench_tokio")],
        lambda: shutil.which("cargo") is not None and any(DEBIAN_CRATES.glob("tokio-1.*")),
        "apt-get install cargo librust-tokio-dev librust-async-channel-dev",
        ["cargo", "build", "--release", "--offline", "--quiet"],
        ["sed", "-n", "/name = \"tokio\"/{n;s/version = /tokio /p}", str(PEERS / "tokio" / "Cargo.lock")],
        build_folder=PEERS / "tokio", build_environment={"CARGO_TARGET_DIR": str(BUILT / "tokio")}),
    # The pool of Swift's concurrency is as wide as the machine, and 100,000 sleepers at a time take it minutes.
    swift_peer(
        "swift", "bench_swift", takes_workers=False, slowness=5,
        counts={"timers": 10_000, "parked_sleep": 10_000, "sieve": 300}),
    python_peer("asyncio", PYTHON.exists, "import sys; print('Python', sys.version.split()[0])"),
    python_peer("uvloop", python_has("uvloop"), "import uvloop; print('uvloop', uvloop.__version__)"),
    python_peer("gevent", python_has("gevent"), "import gevent; print('gevent', gevent.__version__)", parked_sleep=30_000),
    Peer(
        "node", ["node", str(PEERS / "node" / "bench.mjs")], has("node"), "apt-get install nodejs", [],
        ["node", "--version"], takes_workers=False, slowness=5),
]

BY_NAME = {peer.name: peer for peer in ALL}
