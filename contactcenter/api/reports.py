"""Reports: the measures of a span of days, their exports, and the yearly return."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from aiohttp import web
from pydantic import Field

from contactcenter.api.attachments import disposition
from contactcenter.api.query import IdNumber, Query
from contactcenter.api.route import Binary, Call, Routes
from contactcenter.api.visible import require_supervisor
from contactcenter.measures.figures.which import Which
from contactcenter.measures.months.remembered import remembered
from contactcenter.measures.report import LONGEST_DAYS, report
from contactcenter.measures.sheets import Sheet, report_sheets, return_sheets, written
from contactcenter.measures.span import DAY, Days
from contactcenter.measures.yearly import yearly_return
from contactcenter.shapes.base import Locale
from contactcenter.shapes.reports import Report, YearlyReturn
from contactcenter.tickets.errors import Forbidden, Invalid

routes = Routes("Reports")
Format = Literal["csv", "xlsx"]
MEDIA: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ANY = Binary("application/octet-stream")
YEARS = (2000, 2100)
Day = Annotated[date, Field(ge=date(YEARS[0], 1, 1), le=date(YEARS[1] - 1, 12, 31))]


class Asked(Query):
    """Whole days in the library's zone, both included (left out: the last seven); what else is left out is all."""

    first: Day | None = None
    last: Day | None = None
    queue_id: IdNumber | None = None
    channel: Annotated[str, Field(pattern=r"^[a-z_]{1,20}$")] | None = None
    staff_id: IdNumber | None = None
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$")] | None = None


class AskedFile(Asked):
    """The same as a file."""

    format: Format
    locale: Locale = "en"


class AskedYear(Query):
    """A calendar year in the library's zone."""

    year: Annotated[int, Field(ge=YEARS[0], lt=YEARS[1])]


class AskedYearFile(AskedYear):
    """The same as a file."""

    format: Format
    locale: Locale = "en"


@routes.get("/reports", problems=(403,))
async def show_report(call: Call, query: Asked) -> Report:
    """The measures of these days, each with its definition, beside as many days before.

    Supervisors and admins see all; librarians see what is their own, whatever they ask for.
    """
    return await _report(call, query)


@routes.get("/reports/file", problems=(403,), binary=ANY)
async def download_report(call: Call, query: AskedFile) -> web.StreamResponse:
    """The same as CSV (UTF-8 with a byte order mark) or as a workbook."""
    made = await _report(call, query)
    name = f"report-{made.first}-{made.last}.{query.format}"
    return await _send(call, report_sheets(made, query.locale), query.format, name)


@routes.get("/reports/yearly", problems=(403,))
async def show_yearly_return(call: Call, query: AskedYear) -> YearlyReturn:
    """A year's transactions by mode and month (ISO 2789, NISO Z39.7); supervisors and admins."""
    require_supervisor(call.scope)
    return await yearly_return(call.session, year=query.year, zone=_zone(call), now=call.now)


@routes.get("/reports/yearly/file", problems=(403,), binary=ANY)
async def download_yearly_return(call: Call, query: AskedYearFile) -> web.StreamResponse:
    """The same as CSV or as a workbook."""
    require_supervisor(call.scope)
    made = await yearly_return(call.session, year=query.year, zone=_zone(call), now=call.now)
    return await _send(call, return_sheets(made, query.locale), query.format, f"return-{made.year}.{query.format}")


async def _report(call: Call, query: Asked) -> Report:
    scope, own = call.scope, not call.scope.sees_all
    if own and (scope.staff_id is None or not scope.queue_ids):
        raise Forbidden("Only supervisors and admins see this; librarians see their own figures.")
    zone = _zone(call)
    today = call.now.astimezone(zone).date()
    last = query.last or today
    days = Days(query.first or last - DAY * 6, last, zone)
    if not 1 <= days.count <= LONGEST_DAYS:
        raise Invalid("last", "The last day is before the first, or more than three years after it.", code="days")
    which = Which(
        queue_ids=None if query.queue_id is None else frozenset({query.queue_id}), channel=query.channel,
        staff_id=scope.staff_id if own else query.staff_id, language=query.language,
    )
    return await report(call.session, days=days, which=which, own=own,
                        target_s=call.house.settings.promises.answer_within_s, now=call.now,
                        memory=remembered(call.house.database))


async def _send(call: Call, sheets: list[Sheet], kind: Format, name: str) -> web.StreamResponse:
    response = web.StreamResponse(headers={
        "Content-Type": MEDIA[kind], "Content-Disposition": disposition("attachment", name),
        "Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff",
    })
    await response.prepare(call.request)
    async for part in written(sheets, kind):
        await response.write(part)
    await response.write_eof()
    return response


def _zone(call: Call) -> ZoneInfo:
    return ZoneInfo(call.house.settings.library.timezone)
