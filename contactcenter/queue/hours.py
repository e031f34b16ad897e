"""The one, fixed opening time of the house, in its own zone (IANA data shipped with `tzdata`)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from contactcenter.envelope import OpenState
from contactcenter.settings import Hours


def opening(hours: Hours, zone: ZoneInfo, at: datetime) -> OpenState:
    """Whether the desk is open at a moment, and when that changes.

    Days are wall-clock days: the span of a day with a change of the clocks is an hour longer or shorter.
    """
    local = at.astimezone(zone)
    today_open = local.isoweekday() in hours.days
    label = f"{hours.opens.removeprefix('0')}\u2013{hours.closes.removeprefix('0')}" if today_open else ""
    edges: list[tuple[datetime, bool]] = []
    for ahead in range(-1, 8):
        day = (local + timedelta(days=ahead)).date()
        if day.isoweekday() not in hours.days:
            continue
        opens = datetime.combine(day, _time(hours.opens), zone)
        closes = (
            datetime.combine(day + timedelta(days=1), time(0), zone)
            if hours.closes == "24:00" else datetime.combine(day, _time(hours.closes), zone)
        )
        edges += [(opens, True), (closes, False)]
    is_open = False
    for moment, state in edges:
        if moment <= at:
            is_open = state
    changes = next((moment for moment, state in edges if moment > at and state != is_open), None)
    return OpenState(open=is_open, changes_at=changes, label=label)


def _time(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))
