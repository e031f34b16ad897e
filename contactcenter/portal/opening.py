"""Opening hours in words: open until when, closed until when, on the clock of the queue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from contactcenter.envelope import OpenState
from contactcenter.portal.prefer import Locale

DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "zh-Hans": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
}
A_WEEK = timedelta(days=6)
"""Further away, a weekday alone would be read as the next one."""


def in_words(state: OpenState, now: datetime, *, words: Mapping[str, str], locale: Locale) -> str:
    """Such as `open until 18:00` or `closed, opens Mon 08:00`."""
    if state.changes_at is None:
        return words["hours_open" if state.open else "hours_closed"]
    return words["hours_open_until" if state.open else "hours_closed_until"].format(when=when(state, now, locale))


def when(state: OpenState, now: datetime, locale: Locale) -> str:
    """When it opens or closes next; without the day if that is today."""
    if state.changes_at is None:
        return ""
    zone = ZoneInfo(state.zone)
    at, today = state.changes_at.astimezone(zone), now.astimezone(zone).date()
    if at.date() == today:
        return f"{at:%H:%M}"
    if at.date() - today > A_WEEK:
        return f"{at.month}月{at.day}日 {at:%H:%M}" if locale == "zh-Hans" else f"{at.day} {at:%b %H:%M}"
    return f"{DAYS[locale][at.weekday()]} {at:%H:%M}"
