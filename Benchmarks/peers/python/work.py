# Python › Work: the numbers that the workloads of all peers are made of.
from collections.abc import Iterator

WORD = 0xFFFF_FFFF


def shares(count: int, parts: int) -> list[int]:
    """`count` operations cut into parts of which none is larger than another by more than one."""
    return [count // parts + (part < count % parts) for part in range(parts)]


def sum_below(count: int) -> int:
    return count * (count - 1) // 2


def xorshift() -> Iterator[int]:
    """Marsaglia's generator of 32 bits: the same numbers as in every peer."""
    state = 2_463_534_242
    while True:
        state ^= state << 13 & WORD
        state ^= state >> 17
        state ^= state << 5 & WORD
        yield state


def xorshift_after(steps: int, seed: int) -> int:
    """The number after so many steps: computation and nothing else."""
    state = seed
    for _ in range(steps):
        state ^= state << 13 & WORD
        state ^= state >> 17
        state ^= state << 5 & WORD
    return state


def random_milliseconds(count: int) -> list[float]:
    """So many durations from 0 to 1,000 ms."""
    numbers = xorshift()
    return [next(numbers) % 1_000_001 / 1000 for _ in range(count)]


def prime_sieve(count: int) -> tuple[int, int]:
    """The last of so many primes, and how many messages it takes until it is out: a number whose smallest
    prime factor is the k-th prime is sent k times."""
    primes: list[int] = []
    candidate, sends = 1, 0
    while len(primes) < count:
        candidate += 1
        place = next((at for at, prime in enumerate(primes) if candidate % prime == 0), len(primes))
        sends += place + 1
        if place == len(primes):
            primes.append(candidate)
    return candidate, sends


def is_power_of_ten(number: int) -> bool:
    return number == 1 or number % 10 == 0 and is_power_of_ten(number // 10)
