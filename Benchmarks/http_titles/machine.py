# HTTP titles › Machine: where and with what a figure was measured, for the line above the table.
import datetime
import os
import platform
import re
import subprocess
from pathlib import Path

from nginx import nginx_program


def description(python: str, go_peer: str) -> str:
    go = first_match(r"go[0-9.]+", output("go", "version", "-m", go_peer)) or "Go"
    python_versions = output(python, "-c", (
        "import platform, aiohttp, lxml; "
        "print(platform.python_version(), 'aiohttp', aiohttp.__version__, 'lxml', lxml.__version__)"))
    nginx = first_match(r"nginx/\S+", output(nginx_program(), "-v"))
    commit = output("git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty") or "unknown"
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    return (f"{datetime.date.today()}; {processor()}; {system}, Linux {platform.release()}; "
            f"Braid at {commit}; {go}; Python {python_versions}; {nginx}.")


def processor() -> str:
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    return f"{os.cpu_count()} cores, {model[1] if model else platform.machine()}"


def output(*command: str) -> str:
    ran = subprocess.run(command, capture_output=True, text=True)
    return (ran.stdout or ran.stderr).strip() if ran.returncode == 0 else ""


def first_match(pattern: str, text: str) -> str | None:
    found = re.search(pattern, text)
    return found[0] if found else None
