# Harness › Callgrind: how many instructions a run takes, and how often it allocates.
#
# valgrind runs a program's threads in turn on a processor of its own making and counts what it executes. Braid's
# switches of stacks confuse its picture of who called whom, but not the sum. It cannot read the debugging
# information of Swift's compiler, which is therefore taken out of a copy first.
import re
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

ALLOCATORS = {"malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc"}


class Counts(NamedTuple):
    instructions: int
    allocations: int


def without_debugging_information(program: Path, folder: Path) -> Path:
    copy = folder / program.name
    subprocess.run(["strip", "--strip-debug", "-o", copy, program], check=True)
    return copy


def counted(command: list[str], environment: dict[str, str], patience: int) -> Counts:
    with tempfile.TemporaryDirectory(prefix="braid-callgrind-") as folder:
        profile = Path(folder, "profile")
        process = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", *command], env=environment,
            timeout=patience, capture_output=True, text=True)
        if process.returncode != 0:
            raise SystemExit(f"{' '.join(command)} under valgrind:\n{process.stderr[-2000:]}")
        return counts(profile.read_text(errors="replace"))


def counts(profile: str) -> Counts:
    """A profile names a function in full once, and by its number from then on."""
    names: dict[str, str] = {}
    allocations = 0
    callee = ""
    for line in profile.splitlines():
        if named := re.match(r"c?fn=\((\d+)\)(?: (.*))?", line):
            number, name = named.groups()
            if name is not None:
                names[number] = name.split("'")[0]  # malloc'2 is malloc called by itself
            if line.startswith("cfn="):
                callee = names[number]
        elif (calls := re.match(r"calls=(\d+)", line)) and callee in ALLOCATORS:
            allocations += int(calls[1])
    total = re.search(r"^(?:totals|summary): (\d+)", profile, re.MULTILINE)
    return Counts(int(total[1]), allocations)
