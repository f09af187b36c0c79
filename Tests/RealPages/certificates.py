# Real pages › Certificates: an authority that nobody trusts until told to, and a server it vouches for.
import subprocess
from pathlib import Path
from typing import NamedTuple


class Certificates(NamedTuple):
    authority: Path
    server: Path
    key: Path


def make_certificates(folder: Path) -> Certificates:
    """The server's is for localhost and 127.0.0.1; both are of use for two days."""
    authority_key, authority = folder / "authority.key", folder / "authority.pem"
    key, request, server, names = (
        folder / name for name in ("server.key", "server.csr", "server.pem", "names"))
    new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    names.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n")
    openssl("req", "-x509", *new_key, "-keyout", authority_key, "-out", authority, "-days", "2",
            "-subj", "/CN=Braid test authority", "-addext", "keyUsage=critical,keyCertSign")
    openssl("req", *new_key, "-keyout", key, "-out", request, "-subj", "/CN=localhost")
    openssl("x509", "-req", "-in", request, "-CA", authority, "-CAkey", authority_key, "-CAcreateserial",
            "-days", "2", "-extfile", names, "-out", server)
    return Certificates(authority, server, key)


def openssl(*arguments) -> None:
    made = subprocess.run(["openssl", *arguments], capture_output=True, text=True)
    if made.returncode != 0:
        raise SystemExit(f"openssl {arguments[0]}: {made.stderr}")
