"""What callers hear while they wait."""

from __future__ import annotations

import pytest

from contactcenter.channels.phone import script
from contactcenter.channels.phone.words import WORDS
from contactcenter.envelope import Place


@pytest.mark.parametrize(("place", "key"), [
    (Place(1, soon=True), "wait_free"), (Place(1, 5.0, 40.0), "wait_one"), (Place(3), None),
])
@pytest.mark.parametrize("locale", ["en", "zh-Hans"])
def test_the_wait_or_that_somebody_is_free(locale: str, place: Place, key: str | None) -> None:
    told = [one.text for one in script.expected(script.voice(locale), place)]
    assert told == ([] if key is None else [WORDS[locale][key]])
