"""What a row shows of a message."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contactcenter.tickets.row import preview


@given(st.text(), st.integers(2, 40))
def test_what_is_cut_says_so(text: str, most: int) -> None:
    line = " ".join(text.split())
    shown = preview(text, most)
    assert len(shown) <= most
    assert shown == line or (shown.endswith("…") and line.startswith(shown[:-1]))
