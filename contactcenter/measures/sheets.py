"""Reports as tables for a spreadsheet: CSV and XLSX, in one language; numbers stay numbers."""

from __future__ import annotations

import asyncio
import csv
import io
import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import xlsxwriter

from contactcenter.shapes.base import Locale
from contactcenter.shapes.reports import Meaning, RecordRow, Report, YearlyReturn

Value = str | int | float | None
BOM = b"\xef\xbb\xbf"
"""Without it Excel reads UTF-8 as something else, and Chinese as rubbish."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so is a formula to a spreadsheet (OWASP, *CSV Injection*): somebody's name must not be one."""
CHUNK = 65_536
ROWS_AT_ONCE = 200
TITLES = {
    "measures": Meaning(en="Measures", zh_hans="指标"), "time": Meaning(en="Over time", zh_hans="按时间"),
    "hours": Meaning(en="Hours of the week", zh_hans="按星期与小时"),
    "department": Meaning(en="Departments", zh_hans="部门"),
    "queue": Meaning(en="Queues", zh_hans="队列"), "channel": Meaning(en="Channels", zh_hans="渠道"),
    "language": Meaning(en="Languages", zh_hans="语言"), "librarian": Meaning(en="Librarians", zh_hans="馆员"),
    "needs": Meaning(en="Needs", zh_hans="需求"),
    "efforts": Meaning(en="Effort", zh_hans="难度"), "return": Meaning(en="Yearly return", zh_hans="年度统计"),
}
WORDS = {
    "measure": Meaning(en="Measure", zh_hans="指标"), "value": Meaning(en="Value", zh_hans="数值"),
    "before": Meaning(en="Days before", zh_hans="前一时段"), "unit": Meaning(en="Unit", zh_hans="单位"),
    "means": Meaning(en="Definition", zh_hans="定义"), "source": Meaning(en="Source", zh_hans="出处"),
    "from": Meaning(en="From", zh_hans="起"), "arrived": Meaning(en="Arrived", zh_hans="收到"),
    "answered": Meaning(en="Answered", zh_hans="已答复"),
    "weekday": Meaning(en="Weekday (ISO)", zh_hans="星期（1 为周一）"),
    "hour": Meaning(en="Hour", zh_hans="小时"),
    "live": Meaning(en="Chats and calls answered", zh_hans="已接起的实时咨询"),
    "kept": Meaning(en="Promises kept", zh_hans="兑现的承诺"),
    "broken": Meaning(en="Promises broken", zh_hans="逾期的承诺"),
    "abandoned": Meaning(en="Abandoned", zh_hans="已放弃"), "kind": Meaning(en="Counted as", zh_hans="计为"),
    "mode": Meaning(en="Mode", zh_hans="方式"), "total": Meaning(en="Total", zh_hans="合计"),
    "estimated": Meaning(en="Of these estimates", zh_hans="其中含估计值"),
    "reference": Meaning(en="Reference transactions", zh_hans="参考咨询事务"),
    "directional": Meaning(en="Directional transactions", zh_hans="指引性咨询"),
    "count": Meaning(en="number", zh_hans="数量"), "share": Meaning(en="share of 1", zh_hans="比例（0–1）"),
    "seconds": Meaning(en="seconds", zh_hans="秒"), "minutes": Meaning(en="minutes", zh_hans="分钟"),
    "incomplete": Meaning(en="Still being counted: these numbers are not whole yet",
                          zh_hans="统计尚未完成：数字不完整"),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its title, its heads and its rows."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]


def report_sheets(made: Report, locale: Locale) -> list[Sheet]:
    """A report's tables: its measures with their definitions first."""
    say = _speaker(locale)
    before = {one.code: one for one in made.values}
    heads = ("measure", "value", "before", "unit", "means", "source")
    title = f"{say(TITLES['measures'])} {made.first} – {made.last} ({made.zone})"
    if not made.complete:
        title += f" · {say(WORDS['incomplete'])}"
    sheets = [
        Sheet(title, _words(say, heads), [
            (say(one.name), before[one.code].value, before[one.code].before, say(WORDS[one.unit]), say(one.means),
             one.source)
            for one in made.definitions
        ]),
        Sheet(say(TITLES["time"]), _words(say, (
            "from", "arrived", "answered", "live", "abandoned", "kept", "broken",
        )), [
            (one.at.isoformat(), one.arrived, one.answered, one.live_answered, one.abandoned, one.kept, one.broken)
            for one in made.steps
        ]),
        Sheet(say(TITLES["hours"]), _words(say, ("weekday", "hour", "arrived", "answered", "kept", "broken")), [
            (one.weekday, one.hour, one.arrived, one.answered, one.kept, one.broken) for one in made.hours
        ]),
    ]
    names = {one.code: f"{say(one.name)} ({say(WORDS[one.unit])})" for one in made.definitions}
    sheets += [
        Sheet(say(TITLES[table.by]), [say(TITLES[table.by]), *(names[code] for code in table.codes)],
              [(say(row.name), *row.values) for row in table.rows])
        for table in made.tables
    ]
    return [*sheets, *_record(say, made.needs, made.efforts)]


def return_sheets(made: YearlyReturn, locale: Locale) -> list[Sheet]:
    """The yearly return's tables."""
    say = _speaker(locale)
    heads = [*_words(say, ("kind", "mode")), *(f"{made.year}-{month:02}" for month in range(1, 13)),
             *_words(say, ("total", "estimated"))]
    title = f"{say(TITLES['return'])} {made.year} ({made.zone})"
    if not made.complete:
        title += f" · {say(WORDS['incomplete'])}"
    rows: list[Sequence[Value]] = [
        (say(WORDS[one.kind]), say(one.name), *one.months, one.total, one.estimated) for one in made.lines
    ]
    for kind in ("reference", "directional"):
        of = [one for one in made.lines if one.kind == kind]
        months = [sum(each) for each in zip(*(one.months for one in of), strict=True)]
        rows.append((say(WORDS[kind]), say(WORDS["total"]), *months,
                     sum(one.total for one in of), sum(one.estimated for one in of)))
    return [Sheet(title, heads, rows), *_record(say, made.needs, made.efforts)]


def _record(say: Speaker, needs: Sequence[RecordRow], efforts: Sequence[RecordRow]) -> list[Sheet]:
    return [
        Sheet(say(TITLES[name]), [say(TITLES[name]), *_words(say, ("reference", "estimated"))],
              [(say(one.name), one.reference, one.estimated) for one in rows])
        for name, rows in (("needs", needs), ("efforts", efforts))
    ]


class Speaker:
    """Says a name in one language."""

    def __init__(self, locale: Locale) -> None:
        self._chinese = locale == "zh-Hans"

    def __call__(self, meaning: Meaning) -> str:
        return meaning.zh_hans if self._chinese else meaning.en


def _speaker(locale: Locale) -> Speaker:
    return Speaker(locale)


def _words(say: Speaker, names: Iterable[str]) -> list[str]:
    return [say(WORDS[name]) for name in names]


async def written(sheets: Sequence[Sheet], kind: str) -> AsyncIterator[bytes]:
    """The file, piece by piece. A workbook is made in a thread, in a file that goes with the last piece."""
    if kind == "csv":
        for part in _as_csv(sheets):
            yield part
        return
    with tempfile.TemporaryFile() as file:
        await asyncio.to_thread(_as_workbook, sheets, file)
        file.seek(0)
        while part := await asyncio.to_thread(file.read, CHUNK):
            yield part


def _as_csv(sheets: Sequence[Sheet]) -> Iterable[bytes]:
    yield BOM
    for place, sheet in enumerate(sheets):
        lines: list[Sequence[Value]] = [*([()] if place else []), (sheet.title,), sheet.heads, *sheet.rows]
        for start in range(0, len(lines), ROWS_AT_ONCE):
            text = io.StringIO()
            part = lines[start:start + ROWS_AT_ONCE]
            csv.writer(text).writerows([harmless(value) for value in line] for line in part)
            yield text.getvalue().encode()


def harmless(value: Value) -> Value:
    """A value that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else plain(value)


def plain(value: Value) -> Value:
    """A number without the dust of its reckoning: 3 rather than 3.0, six digits behind the point."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else round(value, 6)
    return value


def _as_workbook(sheets: Sequence[Sheet], file: BinaryIO) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        for place, sheet in enumerate(sheets, 1):
            page = book.add_worksheet(_tab(place, sheet.title))
            page.set_column(0, 0, 34)
            page.set_column(1, 40, 14)
            page.write_string(0, 0, sheet.title, bold)
            for column, head in enumerate(sheet.heads):
                page.write_string(1, column, head, bold)
            for line, row in enumerate(sheet.rows, 2):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        page.write_string(line, column, value)
                    elif value is not None:
                        page.write_number(line, column, plain(value))


def _tab(place: int, title: str) -> str:
    """A name that Excel allows: 31 characters, no brackets, colons, slashes or the like, each once."""
    plain = "".join(char for char in title.split(" · ", maxsplit=1)[0] if char not in "[]:*?/\\'")
    return f"{place} {plain}"[:31].strip()
