# Python › Memory: what the kernel says that this process occupies.
#
# From /proc and not from getrusage: the peak that getrusage tells is never below that of the process which
# started this one.


def field(name: str) -> int:
    """A field of /proc/self/status, in KiB."""
    with open("/proc/self/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith(name))
    return int(line.split()[1])


def occupied_bytes() -> int:
    """What is resident now, and the page tables that it takes to find it."""
    return (field("VmRSS:") + field("VmPTE:")) * 1024
