# Harness › Services: the servers that some workloads talk to.
import contextlib
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from make_site import make_site
from nginx import Nginx, free_ports

from harness.peers import BENCHMARKS, Peer


class Site(NamedTuple):
    url: str
    titles: list[str]


@contextlib.contextmanager
def site(pages: int) -> Iterator[Site | None]:
    """The pages of http_titles on a server of our own; None, and a word of explanation, without nginx."""
    if shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin") is None:
        print("nginx is not installed: apt-get install nginx", file=sys.stderr)
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="braid-bench-") as temporary:
        folder, server = Path(temporary, "site"), Path(temporary, "server")
        folder.mkdir()
        server.mkdir()
        Path(temporary).chmod(0o755)  # nginx may run as another user
        titles = make_site(folder, pages)
        with Nginx(BENCHMARKS / "http_titles" / "nginx.conf.template", server, site=folder) as nginx:
            yield Site(f"http://127.0.0.1:{nginx.ports['http_port']}", titles)


@contextlib.contextmanager
def echo_server(peer: Peer) -> Iterator[str | None]:
    """The address of a peer's own server; None if it has none."""
    allow_many_connections()
    [port] = free_ports(1)
    process = subprocess.Popen(
        [*peer.command, "echo_server", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"127.0.0.1:{port}" if is_ready(process, port) else None
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def is_ready(process: subprocess.Popen, port: int) -> bool:
    deadline = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        except OSError:
            time.sleep(0.01)
    return False


def allow_many_connections() -> None:
    """A thousand connections are close to the usual limit of 1,024 descriptors; those started here inherit ours."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
