# Harness › Counts: instructions and allocations for an operation, which are stable where times are not.
#
# A workload is run twice, and what the larger run takes more is divided by the operations that it does more: so what
# it costs to start does not count. One worker, because two would also count how often they met; no monitor and no
# watchdog: under valgrind time passes fifty times as fast, and they would take what they watch for stuck. Nothing is
# left then that depends on time, so runs may go on at once, one on each processor.
import argparse
import concurrent.futures
import json
import os
import shutil
import tempfile
from pathlib import Path

from harness import peers
from harness.building import is_built
from harness.callgrind import Counts, counted, without_debugging_information
from harness.peers import BENCHMARKS

THRESHOLDS = BENCHMARKS / "counts.json"
SMALL, LARGE = 4_000, 24_000
WORKLOADS = [
    "spawn", "spawn_seq", "yield2", "yield1000", "pingpong", "chan_unbuf", "chan_spsc128", "chan_mpmc4x4", "ring1000",
    "select2", "select8_ready", "select8_default", "select_timeout", "mutex",
    "promise_then", "promise_all", "callsoon", "aio_spawn", "aio_future"]
SETTINGS = {
    "BRAID_WORKERS": "1", "BRAID_MONITOR": "off", "BRAID_WATCHDOG": "off", "SWIFT_DETERMINISTIC_HASHING": "1"}


def main() -> None:
    arguments = command_line()
    for program, package in (("valgrind", "valgrind"), ("strip", "binutils")):
        if shutil.which(program) is None:
            raise SystemExit(f"{program} is not installed: apt-get install {package}")
    if not is_built(peers.BY_NAME["braid"]):
        raise SystemExit(1)
    with tempfile.TemporaryDirectory(prefix="braid-counts-") as folder:
        bench = without_debugging_information(Path(peers.BY_NAME["braid"].command[0]), Path(folder))
        found = all_found(bench, arguments.patience)
    accepted = json.loads(THRESHOLDS.read_text()) if THRESHOLDS.exists() else {"tolerance": 0.03, "counts": {}}
    print_table(found, accepted)
    if arguments.accept:
        THRESHOLDS.write_text(json.dumps(accepted | {"counts": found}, indent=4) + "\n")
        return
    if excesses := [excess for workload in WORKLOADS for excess in beyond(workload, found[workload], accepted)]:
        raise SystemExit("\n".join(excesses))


def all_found(bench: Path, patience: int) -> dict[str, dict[str, float]]:
    def run(workload: str, count: int) -> Counts:
        return counted([str(bench), workload, str(count)], os.environ | SETTINGS, patience)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = {
            workload: [pool.submit(run, workload, count) for count in (SMALL, LARGE)] for workload in WORKLOADS}
        return {workload: for_an_operation(*(each.result() for each in pair)) for workload, pair in runs.items()}


def for_an_operation(small: Counts, large: Counts) -> dict[str, float]:
    operations = (LARGE - SMALL) * 1.1  # the untimed tenth before is counted too
    return {
        # Adding zero turns the "-0.0" of a run that allocated less into the "0.0" that is meant.
        "instructions": round((large.instructions - small.instructions) / operations, 1) + 0.0,
        "allocations": round((large.allocations - small.allocations) / operations, 2) + 0.0}


def beyond(workload: str, found: dict[str, float], accepted: dict) -> list[str]:
    """What is more than was accepted. A hundredth of an allocation comes from arrays that grow."""
    if workload not in accepted["counts"]:
        return [f"{workload} has no threshold yet: run with --accept"]
    limit = {name: value * (1 + accepted["tolerance"]) for name, value in accepted["counts"][workload].items()}
    limit["allocations"] += 0.02
    return [
        f"{workload}: {value} {name} for an operation; {accepted['counts'][workload][name]} were accepted"
        for name, value in found.items() if value > limit[name]]


def print_table(found: dict[str, dict[str, float]], accepted: dict) -> None:
    print("| | instructions | accepted | allocations | accepted |\n|---|---|---|---|---|")
    for workload, counts in found.items():
        before = accepted["counts"].get(workload, {})
        cells = [f"{counts[name]} | {before.get(name, '–')}" for name in ("instructions", "allocations")]
        print(f"| {workload} | {' | '.join(cells)} |")


def command_line() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="counts", description="Counts instructions and allocations for an operation under valgrind; fails if "
        "one is beyond what counts.json accepts.")
    parser.add_argument("--accept", action="store_true", help="write what is found to counts.json")
    parser.add_argument("--patience", type=int, default=300, metavar="SECONDS", help="for one run (default: 300)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
