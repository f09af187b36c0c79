# HTTP titles › Machine: where and with what a figure was measured, for the line above the table.
import datetime
import json
import re
from pathlib import Path

from harness.machine import commit, output, processor, system
from nginx import nginx_program


def description(python: str, go_peer: str, ahc_package: Path) -> str:
    go = first_match(r"go[0-9.]+", output("go", "version", "-m", go_peer)) or "Go"
    python_versions = output(python, "-c", (
        "import platform, aiohttp, lxml; "
        "print(platform.python_version(), 'aiohttp', aiohttp.__version__, 'lxml', lxml.__version__)"))
    resolved = json.loads((ahc_package / "Package.resolved").read_text())["pins"]
    ahc = next(pin["state"]["version"] for pin in resolved if pin["identity"] == "async-http-client")
    nginx = first_match(r"nginx/\S+", output(nginx_program(), "-v"))
    return (f"{datetime.date.today()}; {processor()}; {system()}; Braid at {commit()}; {go}; "
            f"async-http-client {ahc}; Python {python_versions}; {nginx}.")


def first_match(pattern: str, text: str) -> str | None:
    found = re.search(pattern, text)
    return found[0] if found else None
