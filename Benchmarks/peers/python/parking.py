# Python › Parking: what many that wait cost, and how they are made and woken.
#
# An operation is one that was made, waited, and was woken. The time in which all of them wait is not part
# of it.
import time

import memory
from contract import Complaint
from measurement import Measurement


class Parking:
    """Takes the readings around a crowd that waits."""

    def __init__(self, count: int):
        self.count = count
        self.occupied_before = memory.occupied_bytes()
        self.processor_before = time.process_time_ns()
        self.began = time.monotonic_ns()
        # When sleepers are to wake: late enough for all of them to be made before.
        self.waking_time = self.began + 1_000_000_000 + count * 25_000

    def all_wait(self) -> None:
        self.spawned = time.monotonic_ns() - self.began
        self.occupied = memory.occupied_bytes() - self.occupied_before

    def waking_begins(self, at: int) -> None:
        if at < self.began + self.spawned:
            raise Complaint("the first woke before the last slept")
        self.waking_began = at

    def measurement(self) -> Measurement:
        now = time.monotonic_ns()
        woken = now - self.waking_began
        return Measurement(
            (self.spawned + woken) / self.count, (now - self.began) / 1e9,
            (time.process_time_ns() - self.processor_before) / 1e9,
            {"bytes_per_unit": self.occupied / self.count, "spawn_ns": self.spawned / self.count,
             "wake_ns": woken / self.count})
