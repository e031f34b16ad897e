"""Erlang C: everybody waits until they are answered (M/M/n, first come first served).

It knows nobody who gives up, so with as much work as seats, or more, the line grows without end. Then it says what
all tends to: everybody waits (`p_wait` 1), nobody in time (`service_level` 0), `asa_s` infinite, `stable` False. Use
`erlang_a` there.

Sources: A. K. Erlang (1917, see `erlang_b.py`); N. Gans, G. Koole, A. Mandelbaum, Telephone call centers: tutorial,
review and research prospects, Manufacturing & Service Operations Management 5(2), 2003; G. Koole, Call
Center Optimization (MG Books, 2013), chapter on Erlang C.
"""

from __future__ import annotations

import math

from contactcenter.staffing.erlang_b import blocked
from contactcenter.staffing.least import least
from contactcenter.staffing.traffic import Performance, Target, Traffic, enough_to_begin, idle, not_negative


def performance(traffic: Traffic, *, seats: int, within_s: float) -> Performance:
    """How `seats` do; `within_s` is the time to answer in, in seconds. Raises ValueError.

    C = n B / (n - a (1 - B))                  who waits; B: Erlang B of n seats, a: load in erlangs
    P(wait <= T) = 1 - C exp(-(n - a) T / h)   h: average handle time
    mean wait = C h / (n - a)
    """
    enough_to_begin(seats, traffic)
    not_negative("the time to answer in", within_s)
    load = traffic.erlangs
    if load == 0:
        return idle(seats)
    if seats <= load:
        return Performance(seats=seats, p_wait=1.0, service_level=0.0, asa_s=math.inf, occupancy=1.0, abandoned=0.0)
    lost = blocked(load, seats)
    p_wait = seats * lost / (seats - load * (1 - lost))
    return Performance(
        seats=seats,
        p_wait=p_wait,
        service_level=1 - p_wait * math.exp(-(seats - load) * within_s / traffic.aht_s),
        asa_s=p_wait * traffic.aht_s / (seats - load),
        occupancy=load / seats,
        abandoned=0.0,
    )


def seats_for(traffic: Traffic, target: Target) -> Performance:
    """The smallest number of seats that meets the target, and how it does."""
    return least(traffic, target, lambda seats: performance(traffic, seats=seats, within_s=target.within_s))
