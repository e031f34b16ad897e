"""The chats of the demo's past: by weekday and half hour, whenever the demo begins."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from contactcenter.demo.cast import Cast
from contactcenter.demo.chats import LAST_HOUR, WEEKS, chats


@pytest.mark.parametrize("end", [
    datetime(2026, 11, 26, 3, 0, tzinfo=UTC), datetime(2026, 11, 28, 17, 30, tzinfo=UTC),
    datetime(2026, 11, 29, 20, 1, tzinfo=UTC), datetime(2026, 11, 30, 0, 0, tzinfo=UTC),
])
def test_chats_come_as_weekday_and_hour_have_it_whenever_it_begins(end: datetime) -> None:
    offset = timedelta(hours=8)
    dice = random.Random(1)  # noqa: S311
    told = chats(dice, Cast(dice), end=end, offset=offset)
    began = [one.acts[0].at for one in told]
    assert max(act.at for one in told for act in one.acts) <= end
    assert all(act.at <= later.at for one in told for act, later in pairwise(one.acts))
    assert sum(end - timedelta(hours=1) <= at for at in began) == len(LAST_HOUR)
    days = Counter((at + offset).date() for at in began)
    assert len(days) >= 7 * WEEKS, "every day of five weeks brought somebody"
    before = [at + offset for at in began if at < end - timedelta(hours=1)]
    assert not any(at.hour < 7 for at in before), "nobody writes at night"
    working = Counter(at.hour for at in before if at.weekday() < 5)
    assert working[15] > 2 * working[18]
    assert {act.verb for one in told for act in one.acts} == {"arrive", "come", "take", "reply", "leave", "close"}
