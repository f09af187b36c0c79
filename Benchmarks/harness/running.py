# Harness › Running: one run of one workload in one peer.
import json
import os
import signal
import subprocess
from dataclasses import dataclass

from harness.peers import Peer
from harness.workloads import Workload

ABSENT = 3  # the contract's exit status for a workload that a peer does not have


@dataclass
class Run:
    """What came of a run: its figures, or what is the matter."""

    figures: dict[str, float] | None
    trouble: str = ""

    @property
    def is_absent(self) -> bool:
        return self.figures is None and not self.trouble


def run(
    peer: Peer, workload: Workload, count: int, workers: int | None, url: str | None = None,
    patience: int = 60, expected_titles: list[str] | None = None,
) -> Run:
    environment = dict(os.environ)
    environment.pop("BRAID_WORKERS", None)
    if workers is not None:
        environment["BRAID_WORKERS"] = str(workers)
    command = [*peer.command, workload.name, str(count), *([url] if url else [])]
    # A session of its own, so that a run which hangs is ended together with what it started.
    process = subprocess.Popen(
        command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True)
    try:
        output, errors = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return Run(None, f"no end after {patience} s")
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    if process.returncode == ABSENT:
        return Run(None)
    if process.returncode != 0:
        last = errors.strip().splitlines()[-1:] or [""]
        return Run(None, f"ended with status {process.returncode}: {last[0][:200]}")
    if expected_titles is not None and sorted(errors.splitlines()) != sorted(expected_titles):
        return Run(None, "the titles are wrong")
    return Run(completed(json.loads(output)))


def completed(figures: dict[str, float]) -> dict[str, float]:
    """With the figures that follow from others. What an operation is, only the peer knows; how many there were
    follows from what one took, except where it left out a part of the time."""
    parked = "bytes_per_unit" in figures
    operations = figures["n"] if parked else figures["wall_s"] * 1e9 / max(figures["ns_per_op"], 0.1)
    figures["cpu_ns_per_op"] = figures["cpu_s"] * 1e9 / max(operations, 1)
    figures["peak_mb"] = figures["rss_kb"] / 1024
    return figures
