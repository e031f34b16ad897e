"""Parts of files (RFC 9110, section 14)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactcenter.ranges import Unsatisfiable, part


@pytest.mark.parametrize(("asked", "found"), [
    ("bytes=0-4", (0, 5)), ("bytes=5-", (5, 10)), ("bytes=-3", (7, 10)), ("bytes=-30", (0, 10)), ("Bytes=9-99", (9, 10)),
    ("bytes= 2-2 ", (2, 3)),
    # All of it: several, another unit, none at all.
    ("bytes=0-1,4-5", None), ("bytes=0-1,90-", None), ("bytes=90-,-0", None), ("lines=1-2", None), ("bytes=4-2", None), ("bytes=-", None), ("bytes", None),
    ("bytes=a-b", None), ("bytes=٣-٤", None), ("", None), (None, None),
])
def test_what_is_asked_for(asked: str | None, found: tuple[int, int] | None) -> None:
    assert part(asked, 10) == found


@pytest.mark.parametrize(("asked", "size"), [("bytes=10-", 10), ("bytes=10-20", 10), ("bytes=-0", 10), ("bytes=0-", 0), ("bytes=-5", 0)])
def test_what_lies_beyond(asked: str, size: int) -> None:
    with pytest.raises(Unsatisfiable):
        part(asked, size)


@settings(deadline=None)
@given(st.integers(0, 50), st.one_of(st.text(), st.from_regex(r"\Abytes=\d{0,3}-\d{0,3}(,\d{0,3}-\d{0,3})?\Z")))
def test_it_is_never_more_than_there_is(size: int, asked: str) -> None:
    try:
        found = part(asked, size)
    except Unsatisfiable:
        return
    assert found is None or 0 <= found[0] < found[1] <= size
