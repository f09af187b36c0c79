# Harness › Machine: where, when and with what a figure was measured, for the line above a table.
import datetime
import os
import platform
import re
import subprocess
from pathlib import Path

from harness.peers import BENCHMARKS, Peer


def description(peers: list[Peer]) -> str:
    versions = [version(peer) for peer in peers if peer.name != "braid"]
    return f"{datetime.date.today()}; {processor()}; {system()}; Braid at {commit()}; {'; '.join(versions)}."


def version(peer: Peer) -> str:
    text = output(*peer.version)
    number = re.search(r"\d+\.\d+[.\d]*", text)
    return f"{peer.name} {number[0]}" if number else peer.name


def processor() -> str:
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    return f"{os.cpu_count()} cores, {model[1] if model else platform.machine()}"


def system() -> str:
    return f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Linux {platform.release()}"


def commit() -> str:
    return output("git", "-C", str(BENCHMARKS), "describe", "--always", "--dirty") or "an unknown commit"


def load() -> float:
    """How many programs wanted a processor in the last minute: above the number of processors, times are those of
    a crowd."""
    return os.getloadavg()[0]


def output(*command: str) -> str:
    ran = subprocess.run(command, capture_output=True, text=True)
    return (ran.stdout or ran.stderr).strip() if ran.returncode == 0 else ""
