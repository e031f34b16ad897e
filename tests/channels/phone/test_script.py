"""What callers hear while they wait."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from contactcenter.carriers.instructions import Gather, Instruction, Say, Voice
from contactcenter.channels.phone import keys, script
from contactcenter.channels.phone.words import LANGUAGES, WORDS
from contactcenter.envelope import OpenState, Place


@pytest.mark.parametrize(("place", "key"), [
    (Place(1, soon=True), "wait_free"), (Place(1, 5.0, 40.0), "wait_one"), (Place(3), None),
])
@pytest.mark.parametrize("locale", ["en", "zh-Hans"])
def test_the_wait_or_that_somebody_is_free(locale: str, place: Place, key: str | None) -> None:
    told = [one.text for one in script.expected(script.voice(locale), place)]
    assert told == ([] if key is None else [WORDS[locale][key]])


def keys_of(told: Sequence[Instruction]) -> set[str]:
    """What may be pressed, by what is said."""
    said = " ".join(one.text for gather in told if isinstance(gather, Gather) for one in gather.prompts if isinstance(one, Say))
    named = {"star key": "*", "hash key": "#", "星号键": "*", "井号键": "#"}
    return {named.get(one, one) for one in re.findall(r"(?:press |请按 ?|the )([0-9]|star key|hash key|星号键|井号键)", said)}


@pytest.mark.parametrize("locale", ["en", "zh-Hans"])
def test_no_key_means_two_things_in_a_call(locale: Voice) -> None:
    house = script.House("The library", "图书馆")
    many = [script.Department(f"d{place}", f"Department {place}", f"第{place}分馆") for place in range(9)]
    steps = [
        keys_of(script.welcome(house)), keys_of(script.consent("/x", locale)), keys_of(script.menu(1, locale, many[1:])),
        keys_of(script.waiting(1, locale, None, may_be_called=True)),
    ]
    assert steps == [{"8", "9"}, {"*", "#"}, set("034567"), {"1", "2"}]
    assert [keys.chosen(key, many) for key in "034567"] == many[:6]
    assert [keys.chosen(key, many) for key in ("", "1", "2", "8", "9", "*", "#", "34")] == [None] * 8
    assert keys.chosen("5", many[:3]) is None


def test_a_closed_department_says_when_it_opens_in_both_languages() -> None:
    opens = datetime(2026, 11, 29, 1, 30, tzinfo=UTC)
    state = OpenState(open=False, changes_at=opens, label="", zone="Asia/Shanghai")
    said = {
        locale: [one.text for one in script.closed(1, locale, state, script.House("The library", "图书馆")) if isinstance(one, Say)]
        for locale in LANGUAGES
    }
    assert said["zh-Hans"][:2] == ["现在是非开放时间。", "下次开放时间是 11月29日星期日 09:30。"]
    assert said["en"][:2] == ["We are closed now.", "We open again on Sunday, 29 November, at 09:30."]
