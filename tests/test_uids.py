"""Sets of UIDs behave as sets of numbers do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactcenter.uids import Uids

NUMBERS = st.sets(st.integers(1, 60))


@given(NUMBERS, NUMBERS, st.integers(0, 70))
def test_they_are_what_sets_are(one: set[int], other: set[int], last: int) -> None:
    a, b = Uids.of(one), Uids.of(other)
    assert set(a) == one
    assert len(a) == len(one)
    assert set(a | b) == one | other
    assert set(a - b) == one - other
    assert set(a & b) == one & other
    assert set(a.gaps(last)) == set(range(1, last + 1)) - one
    assert a.within(other) == sorted(one & other)
    assert [uid in a for uid in range(1, 61)] == [uid in one for uid in range(1, 61)]


@given(NUMBERS, NUMBERS)
def test_they_are_written_in_the_shortest_way(one: set[int], other: set[int]) -> None:
    for result in (Uids.of(one) | Uids.of(other), Uids.of(one) - Uids.of(other)):
        assert Uids.read(str(result)) == result == Uids.of(result)


def test_a_long_range_costs_what_a_short_one_costs() -> None:
    most = Uids.span(1, 4_000_000_000) | Uids.of([4_100_000_000])
    assert str(most) == "1:4000000000,4100000000"
    assert len(most.ranges) == 2
    assert not Uids.span(5, 4)


def test_what_is_no_set_is_refused() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        Uids.read("1:x")
