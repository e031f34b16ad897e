"""Opening hours in words, on the clock of the queue."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contactcenter.envelope import OpenState
from contactcenter.portal.opening import in_words
from contactcenter.portal.prefer import WORDS, Locale

NOW = datetime(2026, 11, 25, 15, 30, tzinfo=UTC)  # 23:30 on a Wednesday in Shanghai, 16:30 in Berlin


@pytest.mark.parametrize(("is_open", "changes", "zone", "en", "zh"), [
    (True, (25, 17), "Europe/Berlin", "open until 18:00", "服务中，至 18:00"),
    (True, (25, 17), "Asia/Shanghai", "open until Thu 01:00", "服务中，至 周四 01:00"),
    (False, (30, 0), "Asia/Shanghai", "closed, opens Mon 08:00", "休息中，周一 08:00 开始服务"),
    (False, None, "Asia/Shanghai", "closed", "休息中"), (True, None, "Asia/Shanghai", "open", "服务中"),
])
def test_words(is_open: bool, changes: tuple[int, int] | None, zone: str, en: str, zh: str) -> None:
    at = datetime(2026, 11, *changes, tzinfo=UTC) if changes else None
    state = OpenState(open=is_open, changes_at=at, label="", zone=zone)
    locales: tuple[Locale, Locale] = ("en", "zh-Hans")
    assert [in_words(state, NOW, words=WORDS[one], locale=one) for one in locales] == [en, zh]


def test_far_away_a_weekday_would_mislead() -> None:
    state = OpenState(open=False, changes_at=datetime(2026, 12, 3, 1, tzinfo=UTC), label="", zone="Asia/Shanghai")
    assert in_words(state, NOW, words=WORDS["en"], locale="en") == "closed, opens 3 Dec 09:00"
    assert in_words(state, NOW, words=WORDS["zh-Hans"], locale="zh-Hans") == "休息中，12月3日 09:00 开始服务"
