# Real pages › Nginx: a web server of our own for as long as a `with` block lasts.
#
# It knows nothing of the machine's own nginx: configuration, logs and temporary files are in a folder
# of the caller's, and it runs as `nobody` when we are root. The benchmark of Benchmarks/http_titles
# starts its server with this file too.
import os
import shutil
import signal
import socket
import string
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path


class Template(string.Template):
    """`@name` stands for a value, because `$name` is nginx's own."""

    delimiter = "@"


class Nginx:
    """Starts nginx with a configuration template and stops it, whatever happens in between.

    Every `@…_port` in the template becomes a free port of the loopback interface, and is to be
    found in `ports` under the same name; `@folder` is the given folder, which nginx may write to.
    """

    def __init__(self, template: Path, folder: Path, command_prefix: Sequence[str] = (), **values):
        self.template = Template(template.read_text())
        self.folder = folder
        self.command_prefix = command_prefix
        self.values = values
        self.ports: dict[str, int] = {}
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> "Nginx":
        # Another program may take a port between our look and nginx's bind: then nginx exits at
        # once, and other ports are as good.
        try:
            for _ in range(5):
                self._start()
                if self._is_ready():
                    return self
                self._stop()
            raise SystemExit(f"nginx did not start:\n{(self.folder / 'error.log').read_text()}")
        except BaseException:
            self._stop()
            raise

    def __exit__(self, *_) -> None:
        self._stop()

    def _start(self) -> None:
        names = [name for name in self.template.get_identifiers() if name.endswith("_port")]
        self.ports = dict(zip(names, free_ports(len(names))))
        configuration = self.folder / "nginx.conf"
        configuration.write_text(self.template.substitute(self.values, folder=self.folder, **self.ports))
        (self.folder / "error.log").touch()
        identity = {}
        if os.getuid() == 0:
            identity = {"user": "nobody", "group": "nogroup", "extra_groups": []}
            for path in (self.folder, *self.folder.iterdir()):
                shutil.chown(path, "nobody", "nogroup")
        self.process = subprocess.Popen(
            [*self.command_prefix, nginx_program(), "-p", self.folder, "-c", configuration,
             "-e", self.folder / "error.log", "-g", "daemon off;"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **identity)

    def _is_ready(self) -> bool:
        deadline = time.monotonic() + 10
        for port in self.ports.values():
            while True:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    return False
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.01)
        return True

    def _stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None


def nginx_program() -> str:
    """Debian puts it where only root's PATH looks."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if program is None:
        raise SystemExit("nginx is not installed; .ci/install does it")
    return program


def free_ports(count: int) -> list[int]:
    """All are held until the last is found, so that none comes twice."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
