"""Which target applies to a ticket."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from contactcenter.shapes.base import PromiseKind
from contactcenter.shapes.promises import Target

Outcome = Literal["answered", "resolved", "closed", "dropped", "unwaited"]
"""How a promise ends: kept or late by an answer or a close; closed without an answer; dropped, for it was no question
of its own (junk, or merged into another), or no target applies any more; unwaited, for its caller hung up before they
stood in any line."""


def target_for(
    targets: Iterable[Target], kind: PromiseKind, *, queue_id: int, channel: str, priority: int
) -> Target | None:
    """The most particular of those that apply; None: nothing was promised.

    One for the queue goes before one for the channel, that before one for the priority; of two alike the tighter one.
    """
    applying = [
        one for one in targets
        if one.kind == kind and one.queue_id in (None, queue_id) and one.channel in (None, channel)
        and (one.priority is None or priority >= one.priority)
    ]
    return min(applying, key=_rank, default=None)


def _rank(one: Target) -> tuple[bool, bool, bool, int, int]:
    return one.queue_id is None, one.channel is None, one.priority is None, -(one.priority or 0), one.within_s
