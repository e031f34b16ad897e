"""Sets of UIDs as ranges, as IMAP writes them: `1:500,502`. See docs/intake.md.

A UID is a number from 1 to 2^32 - 1 that a server gives to a mail, only ever growing within a folder
and its UIDVALIDITY (RFC 3501 2.3.1.1). What was taken is nearly always one range.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MAX_UID = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Uids:
    """A set of UIDs: ranges, both ends within, in order, with a gap between any two."""

    ranges: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, uids: Iterable[int]) -> Uids:
        """The set of these numbers."""
        return cls(_joined((uid, uid) for uid in sorted(set(uids))))

    @classmethod
    def span(cls, first: int, last: int) -> Uids:
        """Every number from `first` to `last`; none when that is backwards."""
        return cls(((first, last),)) if first <= last else cls()

    @classmethod
    def read(cls, text: str) -> Uids:
        """The set that `str()` wrote. Raises `ValueError` for anything else."""
        ranges = []
        for part in filter(None, text.split(",")):
            first, _, last = part.partition(":")
            ranges.append((int(first), int(last or first)))
        return cls(_joined(sorted(ranges)))

    def __str__(self) -> str:
        return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in self.ranges)

    def __bool__(self) -> bool:
        return bool(self.ranges)

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in self.ranges)

    def __contains__(self, uid: int) -> bool:
        place = bisect_right(self.ranges, (uid, MAX_UID)) - 1
        return place >= 0 and self.ranges[place][0] <= uid <= self.ranges[place][1]

    def __iter__(self) -> Iterator[int]:
        for first, last in self.ranges:
            yield from range(first, last + 1)

    def __or__(self, other: Uids) -> Uids:
        return Uids(_joined(sorted((*self.ranges, *other.ranges))))

    def __sub__(self, other: Uids) -> Uids:
        left = []
        cuts = iter(other.ranges)
        cut = next(cuts, None)
        for whole_first, last in self.ranges:
            first = whole_first
            while cut is not None and cut[1] < first:
                cut = next(cuts, None)
            while cut is not None and cut[0] <= last:
                if cut[0] > first:
                    left.append((first, cut[0] - 1))
                first = cut[1] + 1
                if first > last:
                    break
                cut = next(cuts, None)
            if first <= last:
                left.append((first, last))
        return Uids(tuple(left))

    def __and__(self, other: Uids) -> Uids:
        return self - (self - other)

    def gaps(self, last: int) -> Uids:
        """What is not in it, from 1 to `last`."""
        return Uids.span(1, last) - self

    def within(self, uids: Iterable[int]) -> list[int]:
        """Which of these are in the set, in order."""
        return sorted(uid for uid in set(uids) if uid in self)


def _joined(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Ranges that touch or overlap as one; they come sorted."""
    joined: list[tuple[int, int]] = []
    for first, last in ranges:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)
