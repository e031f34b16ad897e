"""Reports: the measures of a span of days, and what they are made of."""

from __future__ import annotations

from datetime import date
from typing import Literal

from contactcenter.shapes.base import Shape

MeasureUnit = Literal["count", "share", "seconds", "minutes"]
MeasureGroup = Literal["work", "live", "written", "promises", "quality", "record"]
Breakdown = Literal["department", "queue", "channel", "language", "librarian"]


class Meaning(Shape):
    en: str
    zh_hans: str


class MeasureDefinition(Shape):
    """A measure as it is defined. `better`: 1 where more of it is better, -1 where less is, 0 neither."""

    code: str
    group: MeasureGroup
    unit: MeasureUnit
    name: Meaning
    means: Meaning
    source: str
    better: int


class MeasuredValue(Shape):
    """None: there was nothing to measure. `before`: in as many days right before."""

    code: str
    value: float | None
    before: float | None


class ReportDay(Shape):
    """A day, or a month in a long span (`at` is its first day). `kept`, `broken`: promises."""

    at: date
    arrived: int
    answered: int
    live_answered: int
    abandoned: int
    kept: int
    broken: int


class ReportHour(Shape):
    """An hour of the week. ISO: Monday is 1."""

    weekday: int
    hour: int
    arrived: int
    answered: int
    kept: int
    broken: int


class ReportRow(Shape):
    """What the measures are of one department, queue, channel, language or librarian; None: none of them."""

    key: str | None
    name: Meaning
    values: list[float | None]


class ReportTable(Shape):
    """`codes`: the measures, in the order of each row's values."""

    by: Breakdown
    codes: list[str]
    rows: list[ReportRow]


class RecordRow(Shape):
    """Reference transactions of a need or an effort; `estimated`: of them, not confirmed."""

    key: int | None
    name: Meaning
    reference: int
    estimated: int


class Report(Shape):
    """The measures of a span of whole days in the library's zone.

    `up_to_date`: the facts hold all there is; `complete`: all but what has only just happened; else they are being
    counted anew. `own`: of the viewer alone.
    """

    first: date
    last: date
    today: date
    zone: str
    step: Literal["day", "month"]
    target_s: float
    own: bool
    complete: bool
    up_to_date: bool
    definitions: list[MeasureDefinition]
    values: list[MeasuredValue]
    steps: list[ReportDay]
    hours: list[ReportHour]
    tables: list[ReportTable]
    needs: list[RecordRow]
    efforts: list[RecordRow]


class ReturnLine(Shape):
    """Transactions that came one way: `months` has each of the twelve; `estimated`: of them, not confirmed."""

    kind: Literal["reference", "directional"]
    mode: str
    name: Meaning
    months: list[int]
    total: int
    estimated: int


class YearlyReturn(Shape):
    """What a library returns of a year: transactions by mode and month, reference ones by need and effort."""

    year: int
    zone: str
    lines: list[ReturnLine]
    needs: list[RecordRow]
    efforts: list[RecordRow]
    reference: int
    directional: int
    estimated: int
    complete: bool
