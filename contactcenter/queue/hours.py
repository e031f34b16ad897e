"""The one, fixed opening time of the house, in its own zone (IANA data shipped with `tzdata`)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
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
    spans: list[tuple[datetime, datetime]] = []
    for ahead in range(-1, 9):
        day = (local + timedelta(days=ahead)).date()
        if day.isoweekday() not in hours.days:
            continue
        opens = datetime.combine(day, _time(hours.opens), zone).astimezone(UTC)
        closes = (
            datetime.combine(day + timedelta(days=1), time(0), zone)
            if hours.closes == "24:00" else datetime.combine(day, _time(hours.closes), zone)
        ).astimezone(UTC)
        if spans and spans[-1][1] == opens:
            # Open over midnight: nothing changes there.
            spans[-1] = (spans[-1][0], closes)
        else:
            spans.append((opens, closes))
    now = next((span for span in spans if span[0] <= at < span[1]), None)
    if now is not None:
        changes = now[1] if now[1] - at < timedelta(days=8) else None
    else:
        changes = next((opens for opens, _ in spans if opens > at), None)
    return OpenState(open=now is not None, changes_at=changes, label=label)


def _time(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))
