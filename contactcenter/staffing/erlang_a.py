"""Erlang A: who waits too long gives up (M/M/n + M, Palm's model). It settles under any load.

Arrivals are Poisson, handle times exponential with mean h, first come first served; each patron's patience is
exponential with mean p, and whoever has not been answered when it ends leaves. Whoever finds a free seat is answered
at once.

Sources: C. Palm, Research on telephone traffic carried by full availability groups, Tele 1 (1957, English edition);
O. Garnett, A. Mandelbaum, M. Reiman, Designing a call center with impatient customers, Manufacturing & Service
Operations Management 4(3), 2002; F. Baccelli, G. Hebuterne, On queues with impatient customers, Performance '81 (the
density of the wait); S. Zeltyn, A. Mandelbaum, Call centers with impatient customers: many-server asymptotics of the
M/M/n+G queue, Queueing Systems 51, 2005; N. Gans, G. Koole, A. Mandelbaum (2003) and G. Koole (2013): `erlang_c.py`.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from contactcenter.staffing.erlang_b import blocked
from contactcenter.staffing.integrate import integral
from contactcenter.staffing.least import least
from contactcenter.staffing.traffic import Performance, Target, Traffic, enough_to_begin, idle, not_negative, positive

NATS = 60.0
"""What is smaller than the greatest value by exp(-60), 1e-26, changes no digit of a sum."""
SMALL = 0.01
"""Below it, eight terms of the series are exact to the last digit."""


def performance(traffic: Traffic, *, patience_s: float, seats: int, within_s: float) -> Performance:
    r"""How `seats` do; `patience_s` (the mean) and `within_s` (the time to answer in) in seconds. Raises ValueError.

    With l arrivals a second, m = 1/h, t = 1/p and n seats, the wait w that a patron of endless patience would have
    has, beside P(w = 0), the density (Baccelli and Hebuterne)

        v(w) = l pi exp(l (1 - exp(-t w)) / t - n m w),      pi: P(n - 1 seats are busy and nobody waits)

    and P(w = 0) = pi / B(n - 1), by Erlang B. Whoever would wait w stays to be answered with probability exp(-t w).
    With u = 1 - exp(-t w), the share that has given up by then, x = l/t and s = n m/t:

        S(U) = x \int_0^U exp(x u) (1 - u)^s du     answered after a wait that at most U of them give up in, over pi
        W = (a/n) (1 + S(1))                        who waits, over pi;   a = l/m: load in erlangs

    (the second by integrating v' over all waits). Everything is divided by the greatest value of the integrand, which
    leaves the range of a float when there is more work than seats.
    """
    enough_to_begin(seats, traffic)
    positive("the patience", patience_s)
    not_negative("the time to answer in", within_s)
    load = traffic.erlangs
    if load == 0:
        return idle(seats)
    arrivals, services = traffic.per_second * patience_s, seats * patience_s / traffic.aht_s
    ratio = load / seats
    lost = blocked(load, seats - 1)
    # The integrand's greatest value is exp(top), where 1 - u is `left`; with less work than seats, 1 at u = 0.
    left = min(1.0, 1 / ratio)
    drift = min(0.0, (traffic.per_second - seats / traffic.aht_s) * patience_s)
    top = services * (ratio - 1 - math.log(ratio)) if ratio > 1 else 0.0
    at_once = math.exp(-top)

    def answered(off: float) -> float:
        return math.exp(drift * off + services * _bend(off / left)) if off < left else 0.0

    def waited(off: float) -> float:
        return -patience_s * (math.log(left) + math.log1p(-off / left)) * answered(off) if off < left else 0.0

    # Farther from the peak than this, the integrand is below exp(-NATS) of it. With z = off / left, its logarithm is
    # at most drift * off and -services z^2 / 2 above the peak, and -services z^2 / 6 below, as far as z = -1.
    above = min(left, left * math.sqrt(2 * NATS / services), -NATS / drift if drift else left)
    below = min(1 - left, left * math.sqrt(6 * NATS / services)) if services > 6 * NATS else 1 - left

    def until(what: Callable[[float], float], given_up: float) -> float:
        off = given_up - (1 - left)
        before = integral(what, -below, min(0.0, off))
        return lost * arrivals * (before + integral(what, 0.0, min(off, above)))

    late = until(answered, 1.0)
    in_time = min(late, until(answered, -math.expm1(-within_s / patience_s)))
    waits = ratio * (lost * at_once + late)
    everybody = at_once + waits
    return Performance(
        seats=seats,
        p_wait=waits / everybody,
        service_level=(at_once + in_time) / everybody,
        asa_s=until(waited, 1.0) / (at_once + late),
        occupancy=min(1.0, ratio * (at_once + late) / everybody),
        abandoned=max(0.0, (waits - late) / everybody),
    )


def _bend(part: float) -> float:
    """`part + log(1 - part)`, by its series where the two would cancel."""
    if abs(part) > SMALL:
        return part + math.log1p(-part)
    sums = 0.0
    for power in range(9, 1, -1):
        sums = sums * part + 1 / power
    return -sums * part * part


def seats_for(traffic: Traffic, target: Target, *, patience_s: float) -> Performance:
    """The smallest number of seats that meets the target, and how it does. Raises ValueError."""
    return least(traffic, target, lambda seats: performance(
        traffic, patience_s=patience_s, seats=seats, within_s=target.within_s))
