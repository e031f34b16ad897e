"""Breaking a text into lines: nothing is lost, nothing is too wide, punctuation stands where it may."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contactcenter.channels.fax.lines import CLOSING, lines

WIDE = "您要的书已到馆在总咨询台领取带证件"


def measure(text: str) -> float:
    """A Chinese letter is as wide as two others."""
    return float(sum(2 if ord(char) > 0x2E80 else 1 for char in text))


@given(st.text(alphabet=f"{WIDE}ab cde，。《》（）.,", max_size=120), st.integers(4, 40))
def test_any_text(text: str, width: int) -> None:
    broken = list(lines(text, width=float(width), measure=measure))
    assert "".join("".join(broken).split()) == "".join(text.split())
    assert all(measure(line) <= width for line in broken)


def test_words_stay_whole_and_no_line_begins_with_a_stop() -> None:
    text = "您要的《马可·波罗游记》第二册已到馆，please bring your card。"
    broken = list(lines(text, width=20, measure=measure))
    assert len(broken) > 2
    assert not any(line[0] in CLOSING for line in broken)
    assert any("please" in line for line in broken)
