"""What the measures are made of: whole numbers summed from the facts. Sums of the parts add up to the whole's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields


@dataclass(slots=True)
class Sums:
    """Of a span: how many, and how long together in microseconds (`…_us`).

    `called`: calls of ours, those that were dialled. `written`:
    inquiries that nobody waits for at the other end (mail, forms). `served`, `abandoned`, `short`, `outside`: waits in
    the line that ended so (`answering`). `messages`, `early`: calls that ended with a message, or before the line.
    `estimated`: transactions of which something is an estimate. `…_kept`, `…_broken`: promises of a first answer, a
    next one, and that it is done.
    """

    arrived: int = 0
    called: int = 0
    answered: int = 0
    written_answered: int = 0
    answer_us: int = 0
    answer_open_us: int = 0
    resolved: int = 0
    written_resolved: int = 0
    resolve_us: int = 0
    resolve_open_us: int = 0
    closed_first: int = 0
    closed_answered: int = 0
    first_contact: int = 0
    reopened: int = 0
    served: int = 0
    within: int = 0
    abandoned: int = 0
    short: int = 0
    outside: int = 0
    messages: int = 0
    early: int = 0
    waited_us: int = 0
    longest_us: int = 0
    talks: int = 0
    handle_us: int = 0
    busy_us: int = 0
    staffed_us: int = 0
    reference: int = 0
    directional: int = 0
    estimated: int = 0
    minutes: int = 0
    timed: int = 0
    first_kept: int = 0
    first_broken: int = 0
    next_kept: int = 0
    next_broken: int = 0
    done_kept: int = 0
    done_broken: int = 0

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> Sums:
        """The sums of parts, each given as its values."""
        if not rows:
            return cls()
        columns = list(zip(*rows, strict=True))
        made = cls(*(sum(column) for column in columns))
        made.longest_us = max(columns[_LONGEST])
        return made

    @property
    def values(self) -> tuple[int, ...]:
        """All of them, in their order."""
        return tuple(getattr(self, name) for name in _NAMES)

    def add(self, other: Sums) -> None:
        """Take in the sums of another part."""
        longest = max(self.longest_us, other.longest_us)
        for name in _NAMES:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.longest_us = longest


_NAMES = tuple(one.name for one in fields(Sums))
_LONGEST = _NAMES.index("longest_us")


def share(part: int, whole: int) -> float | None:
    """A part of a whole; None where there is no whole."""
    return part / whole if whole else None


def mean_s(length_us: int, many: int) -> float | None:
    """A mean length of time in seconds; None of nothing."""
    return length_us / many / 1_000_000 if many else None
