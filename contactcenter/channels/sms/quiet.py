"""Quiet hours: nobody's telephone buzzes at night because of us."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def held_until(now: datetime, *, begins: str, ends: str, zone: ZoneInfo) -> datetime | None:
    """When a text may leave that must not now; None where it may. `begins`, `ends`: `21:00`; alike: never quiet."""
    if begins == ends or not begins or not ends:
        return None
    local = now.astimezone(zone)
    first, last = time.fromisoformat(begins), time.fromisoformat(ends)
    moment = local.time().replace(tzinfo=None)
    quiet = first <= moment < last if first < last else moment >= first or moment < last
    if not quiet:
        return None
    morning = local.replace(hour=last.hour, minute=last.minute, second=0, microsecond=0, fold=0)
    if morning <= local:
        morning = (local + timedelta(days=1)).replace(hour=last.hour, minute=last.minute, second=0, microsecond=0)
    return morning.astimezone(now.tzinfo)
