"""Erlang B: the share that is turned away where nobody can wait. The other two are built on it."""

from __future__ import annotations


def blocked(erlangs: float, seats: int) -> float:
    """Share of arrivals that find all seats busy, in a house without a waiting line (M/M/n/n).

        B(0) = 1,   B(n) = a B(n-1) / (n + a B(n-1)),   a: load in erlangs, n: seats

    The recursion adds and divides positive numbers only, so it loses no digits, however many seats there are; the sum
    of powers and factorials that it replaces overflows at 170.

    Source: A. K. Erlang, Solution of some problems in the theory of probabilities of significance in automatic
    telephone exchanges, Elektroteknikeren 13 (1917); the recursion: ITU, Teletraffic Engineering Handbook, chapter on
    Erlang's loss system.
    """
    share = 1.0
    for seat in range(1, seats + 1):
        carried = erlangs * share
        share = carried / (seat + carried)
    return share
