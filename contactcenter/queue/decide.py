"""Who is offered what: a pure function over the line, the seats and the policy at a moment.

Whoever's turn is first is served first, if any seat that may serve them is free; a seat is chosen by the queue's
strategy. What nobody free can serve waits and holds up nobody behind it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from contactcenter.queue.line import Kind, Line, Waiting
from contactcenter.seats.capacity import CALLS, LIVE, Capacity, Load, fits
from contactcenter.shapes.routing import Strategy


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat that is ready: the queues it belongs to, its skills with levels, and what it holds."""

    staff_id: int
    queues: frozenset[int]
    idle_since: datetime
    skills: Mapping[str, int] = field(default_factory=dict)
    load: Load = field(default_factory=Load)
    takes_calls: bool = True
    """Whether there is a browser or a telephone to ring them at."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A skill that a queue asks for, and how it relaxes (`QueueSkillRow`)."""

    skill: str
    level: int
    relax_after: timedelta | None = None

    def after(self, waited: timedelta) -> int:
        """The level that will do after so much waiting; 0: anybody."""
        if self.relax_after is None:
            return self.level
        return max(0, self.level - waited // self.relax_after)


@dataclass(frozen=True, slots=True)
class QueuePolicy:
    """How a queue's inquiries are offered."""

    strategy: Strategy = "longest_idle"
    ring: timedelta = timedelta(seconds=30)
    demands: tuple[Demand, ...] = ()
    language_relax: timedelta | None = None
    overflow_to: int | None = None
    overflow_after: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Policy:
    """The house's rules: of each queue, and what fits a seat."""

    queues: Mapping[int, QueuePolicy]
    capacity: Capacity = field(default_factory=Capacity)


@dataclass(frozen=True, slots=True)
class Match:
    """This inquiry is to ring at that seat."""

    ticket_id: int
    staff_id: int


def may_serve(one: Waiting, seat: Seat, policy: Policy, now: datetime) -> bool:
    """Whether the seat belongs to the queue (or its overflow, once that is due), can do it, and has room."""
    rules = policy.queues[one.kind.queue_id]
    waited = now - one.since
    overflows = rules.overflow_to in seat.queues and waited >= rules.overflow_after
    if one.kind.queue_id not in seat.queues and not overflows:
        return False
    refused_until = one.refused.get(seat.staff_id)
    if refused_until is not None and now < refused_until:
        return False
    if one.kind.channel in CALLS and not seat.takes_calls:
        return False
    if not fits(seat.load, one.kind.channel, policy.capacity):
        return False
    return all(seat.skills.get(demand.skill, 0) >= demand.after(waited) for demand in _demands(one, rules))


def _demands(one: Waiting, rules: QueuePolicy) -> tuple[Demand, ...]:
    if not one.kind.language:
        return rules.demands
    return (*rules.demands, Demand(one.kind.language, 1, rules.language_relax))


def decide(
    line: Line, seats: Iterable[Seat], policy: Policy, now: datetime, *, channels: AbstractSet[str] | None = LIVE
) -> list[Match]:
    """What is to be offered now. No inquiry and no place of a seat is given twice.

    `channels`: only inquiries of these; None: of all.
    """
    free = {seat.staff_id: seat for seat in seats}
    matches: list[Match] = []
    heads = _Heads(line, _served(free.values(), policy), channels)
    while free and (one := heads.next()) is not None:
        able = [seat for seat in free.values() if may_serve(one, seat, policy, now)]
        if not able:
            heads.passed_over(one, worth_looking=bool(one.refused))
            continue
        seat = _choose(one, able, policy)
        matches.append(Match(one.ticket_id, seat.staff_id))
        # At a seat one thing rings at a time: what else it may hold comes when this is answered.
        del free[seat.staff_id]
        heads.taken(one)
    return matches


def _served(seats: Iterable[Seat], policy: Policy) -> frozenset[int]:
    """The queues of which these seats may serve anything at all."""
    theirs = {queue for seat in seats for queue in seat.queues}
    return frozenset(queue for queue, rules in policy.queues.items() if queue in theirs or rules.overflow_to in theirs)


class _Heads:
    """The first of each class, whichever has its turn first."""

    def __init__(self, line: Line, queues: frozenset[int], channels: AbstractSet[str] | None) -> None:
        self._line = line
        self._places: dict[Kind, int] = {}
        self._heap = [(line.turns(kind)[0], kind) for queue in queues for kind in line.kinds(queue)
                      if channels is None or kind.channel in channels]
        heapq.heapify(self._heap)

    def next(self) -> Waiting | None:
        if not self._heap:
            return None
        (_, ticket_id), _ = self._heap[0]
        return self._line.get(ticket_id)

    def taken(self, one: Waiting) -> None:
        self._advance(one.kind)

    def passed_over(self, one: Waiting, *, worth_looking: bool) -> None:
        """Nobody free can serve it.

        Who stands behind it in its class waits for the same, and relaxes later; only where seats refused this very
        one may the next fare better.
        """
        if worth_looking:
            self._advance(one.kind)
        else:
            heapq.heappop(self._heap)

    def _advance(self, kind: Kind) -> None:
        place = self._places[kind] = self._places.get(kind, 0) + 1
        turns = self._line.turns(kind)
        if place < len(turns):
            heapq.heapreplace(self._heap, (turns[place], kind))
        else:
            heapq.heappop(self._heap)


def _choose(one: Waiting, able: Sequence[Seat], policy: Policy) -> Seat:
    """Who knows the patron first; else by the queue's strategy, and the longest idle of equals."""
    known = next((seat for seat in able if seat.staff_id == one.prefers), None)
    if known is not None:
        return known
    rules = policy.queues[one.kind.queue_id]

    def rank(seat: Seat) -> tuple[float, datetime, int]:
        first = 0.0
        if rules.strategy == "least_loaded":
            first = seat.load.share
        elif rules.strategy == "best_skill":
            first = -float(sum(seat.skills.get(demand.skill, 0) for demand in _demands(one, rules)))
        return first, seat.idle_since, seat.staff_id

    return min(able, key=rank)

