# Harness › Building: builds what is installed, and says of the others how they would be.
import os
import subprocess
import sys

from harness.peers import BUILT, Peer


def built(peers: list[Peer]) -> list[Peer]:
    """Those that can be measured now."""
    BUILT.mkdir(parents=True, exist_ok=True)
    return [peer for peer in peers if is_built(peer)]


def is_built(peer: Peer) -> bool:
    if not peer.is_installed():
        print(f"{peer.name} is not installed: {peer.how_to_install}", file=sys.stderr)
        return False
    if not peer.build:
        return True
    print(f"building {peer.name}", file=sys.stderr)
    environment = os.environ | peer.build_environment
    process = subprocess.run(
        peer.build, cwd=peer.build_folder, env=environment, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT)
    if process.returncode != 0:
        print(f"{peer.name} does not build:\n{process.stdout[-3000:]}", file=sys.stderr)
    return process.returncode == 0
