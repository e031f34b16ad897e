"""Fixed steps in which lengths of time are counted: a percentile read from them is the same whoever adds up what."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

SECOND_US = 1_000_000
EDGES_S: tuple[int, ...] = (
    5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1_200, 1_800, 2_700, 3_600, 5_400, 7_200, 10_800,
    14_400, 21_600, 28_800, 43_200, 86_400, 172_800, 259_200, 432_000, 604_800, 1_209_600, 2_592_000,
)
"""The longest time of each bucket, in seconds; the last bucket, one more, has no end."""
_EDGES_US = tuple(edge * SECOND_US for edge in EDGES_S)


def bucket_of(length_us: int) -> int:
    """In which bucket a length of time is: the first whose edge it does not exceed."""
    return bisect_left(_EDGES_US, length_us)


def percentile(counts: Mapping[int, int], share: float) -> int | None:
    """Seconds within which (at most) this share of the times lie: an edge. None of nothing, and beyond the last edge.

    The nearest-rank definition: the smallest edge that at least `share` of the times do not exceed.
    """
    whole = sum(counts.values())
    reached = 0
    for place in sorted(counts):
        reached += counts[place]
        if reached >= share * whole:
            return EDGES_S[place] if place < len(EDGES_S) and whole else None
    return None
