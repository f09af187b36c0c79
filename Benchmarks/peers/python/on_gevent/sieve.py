# sieve: the first N primes from a chain of greenlets, one for each prime. One operation is a send.
from itertools import count as count_from

import gevent
from contract import Request, must_be
from gevent.queue import Channel
from measurement import Measurement, timed
from work import prime_sieve


def measure(request: Request) -> Measurement:
    expected, sends = prime_sieve(request.count)
    return timed(sends, lambda: must_be("the last prime", last_prime(request.count), expected))


def generate(numbers: Channel) -> None:
    for number in count_from(2):
        numbers.put(number)


def sift(divisor: int, source: Channel, rest: Channel) -> None:
    while True:
        number = source.get()
        if number % divisor:
            rest.put(number)


def last_prime(count: int) -> int:
    numbers = Channel()
    gevent.spawn(generate, numbers)
    prime = 0
    for _ in range(count):
        prime = numbers.get()
        rest = Channel()
        gevent.spawn(sift, prime, numbers, rest)
        numbers = rest
    return prime
