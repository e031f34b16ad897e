"""Opening hours: a week, exceptions, and what happens while a queue is closed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from contactcenter.shapes.base import Ask, Shape

Opens = Annotated[int, Field(ge=0, le=1439)]
Closes = Annotated[int, Field(ge=1, le=2879)]
Version = Annotated[int, Field(ge=0, le=2_147_483_647)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
ClosedChat = Literal["message", "refuse"]
DayReason = Literal["week", "exception", "holiday", "makeup"]


class OpenSpan(Shape):
    """Minutes since the day's midnight; `closes` may be past 1440, on the next day, at most a day after `opens`."""

    opens: Opens
    closes: Closes


class WeekSpan(Shape):
    """A span of a week; ISO weekday, Monday is 1."""

    weekday: Annotated[int, Field(ge=1, le=7)]
    opens: Opens
    closes: Closes


class HoursException(Shape):
    """Days that are not as the week says; no spans: closed."""

    id: int
    first_day: date
    last_day: date
    spans: list[OpenSpan]
    name: str
    name_zh: str


class OpenNow(Shape):
    """Whether it is open now, when that changes next (None: not for years), and today's hours in words."""

    open: bool
    changes_at: datetime | None
    label: str


class ComingDay(Shape):
    """The hours of one of the next days, and what decided them: a workday made up for a holiday is `makeup`."""

    day: date
    spans: list[OpenSpan]
    why: DayReason


class QueueHours(Shape):
    """A queue's opening hours. While it follows the house, week, zone and region are the house's.

    `version` goes back with every change. `unknown_years`: this year or, late in it, the next, whose public holidays
    nobody knows yet; until they do, the week alone counts, and exceptions should be entered.
    """

    queue_id: int
    version: int
    follows_house: bool
    zone: str
    region: str
    """Whose public holidays close it; empty: none."""
    week: list[WeekSpan]
    exceptions: list[HoursException]
    chat: ClosedChat
    """A chat that begins while it is closed: taken as a message, or refused."""
    tells_when: bool
    """An acknowledgement that leaves while it is closed says when somebody will read the inquiry."""
    now: OpenNow
    coming: list[ComingDay]
    unknown_years: list[int]


class HoursAsk(Ask):
    """The week as it shall be. Where `follows_house` is true the rest is not looked at."""

    version: Version
    follows_house: bool
    zone: Annotated[str, StringConstraints(max_length=64)] = ""
    region: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}(-[A-Za-z0-9]{1,20})?)?$")] = ""
    week: list[WeekSpan] = Field(default_factory=list, max_length=70)


class AfterHoursAsk(Ask):
    version: Version
    chat: ClosedChat
    tells_when: bool


class ExceptionAsk(Ask):
    version: Version
    first_day: Day
    last_day: Day
    spans: list[OpenSpan] = Field(default_factory=list, max_length=10)
    name: Name = ""
    name_zh: Name = ""


class HolidayRegion(Shape):
    """A country by its ISO 3166-1 code, and the subdivisions that keep holidays of their own (`DE-BE`)."""

    country: str
    subdivisions: list[str]


class HolidayRegions(Shape):
    items: list[HolidayRegion]
