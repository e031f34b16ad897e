"""A year of a library with 300,000 inquiries: how long its report takes. `python -m bench.year [DATABASE_URL]`.

The facts are made up and written as they are; the database is a new one (SQLite) or an empty one that is named.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import insert, text

from contactcenter.db.base import Base, table_of
from contactcenter.db.engine import Database
from contactcenter.measures.buckets import bucket_of
from contactcenter.measures.figures.which import Which
from contactcenter.measures.months.remembered import Remembered
from contactcenter.measures.report import report
from contactcenter.measures.span import Days, micros
from contactcenter.measures.tables import (
    PERIOD_US,
    FactPeriodRow,
    PromiseFactRow,
    RecordFactRow,
    SeatFactRow,
    TalkFactRow,
    TicketFactRow,
    WaitFactRow,
)
from contactcenter.measures.yearly import yearly_return
from contactcenter.migrate import migrate
from contactcenter.settings import Database as DatabaseSettings

TICKETS, QUEUES, STAFF, YEARS = 300_000, 6, 40, 2
LANGUAGES = ("en", "zh-Hans", "zh-Hans")
SECOND = 1_000_000
SET = 2_000
FIRST = datetime(2025, 1, 1, tzinfo=UTC)
NOW = FIRST + timedelta(days=365 * YEARS)


def rows(dice: random.Random) -> dict[type[Base], list[dict[str, object]]]:
    """The facts of two years, the second compared with the first."""
    made: dict[type[Base], list[dict[str, object]]] = {
        row: [] for row in (TicketFactRow, WaitFactRow, TalkFactRow, RecordFactRow, SeatFactRow, PromiseFactRow)
    }
    span = micros(NOW) - micros(FIRST)
    opened = sorted(micros(FIRST) + int(dice.random() * span) for _ in range(TICKETS * YEARS))
    for number, at in enumerate(opened, 1):
        channel = dice.choice(["email", "email", "web_form", "web_chat", "web_chat"])
        queue, staff, language = dice.randint(1, QUEUES), dice.randint(1, STAFF), dice.choice(LANGUAGES)
        answer, resolve = int(dice.expovariate(1 / 20_000) * SECOND), int(dice.expovariate(1 / 90_000) * SECOND)
        made[TicketFactRow].append({
            "ticket_id": number, "channel": channel, "language": language, "queue_id": queue, "opened_us": at,
            "state": "closed",
            "live": False, "junk": dice.random() < 0.05, "merged": dice.random() < 0.02, "begun": True, "owed": False,
            "assignee_id": staff, "contacts": dice.choice([1, 1, 1, 2]), "answers": 1, "answered_us": at + answer,
            "answered_by": staff, "answer_id": number, "answer_us": answer, "answer_open_us": answer // 3,
            "answer_bucket": bucket_of(answer), "answer_open_bucket": bucket_of(answer // 3),
            "first_closed_us": at + answer + resolve, "closed_us": at + answer + resolve, "closed_by": staff,
            "resolve_us": answer + resolve, "resolve_open_us": resolve // 3,
            "reopened": int(dice.random() < 0.1),
            "opened_in": at // PERIOD_US, "answered_in": (at + answer) // PERIOD_US,
            "closed_in": (at + answer + resolve) // PERIOD_US, "first_closed_in": (at + answer + resolve) // PERIOD_US,
        })
        made[RecordFactRow].append({
            "transaction_id": number, "at_us": at + answer + resolve, "queue_id": queue, "staff_id": staff,
            "kind": "reference", "mode": {"email": "email", "web_form": "form", "web_chat": "chat"}[channel],
            "language": language,
            "need_id": dice.randint(1, 30), "effort": dice.randint(1, 5), "minutes": dice.randint(1, 60),
            "referral": "none", "estimated": dice.random() < 0.4, "at_in": (at + answer + resolve) // PERIOD_US,
        })
        closed = at + answer + resolve
        for place, (kind, end) in enumerate((("first_answer", at + answer), ("resolution", closed))):
            made[PromiseFactRow].append({
                "promise_id": 2 * number + place, "ticket_id": number, "kind": kind, "queue_id": queue,
                "channel": channel, "language": language, "staff_id": staff, "kept": dice.random() < 0.9,
                "at_us": end, "at_in": end // PERIOD_US,
            })
        if channel == "web_chat":
            wait, talk = int(dice.expovariate(1 / 40) * SECOND), int(dice.expovariate(1 / 400) * SECOND)
            left = dice.random() < 0.08
            made[WaitFactRow].append({
                "position": number, "ticket_id": number, "queue_id": queue, "channel": channel, "language": language,
                "in_hours": True,
                "began_us": at, "ended_us": at + wait, "outcome": "left" if left else "served",
                "staff_id": None if left else staff, "wait_us": wait, "wait_bucket": bucket_of(wait),
            })
            if not left:
                made[TalkFactRow].append({
                    "position": number, "ticket_id": number, "queue_id": queue, "channel": channel,
                    "language": language, "staff_id": staff, "began_us": at + wait, "ended_us": at + wait + talk,
                    "handle_us": talk,
                    "handle_bucket": bucket_of(talk),
                })
    for day in range(365 * YEARS):
        for staff in range(1, STAFF + 1):
            begin = micros(FIRST + timedelta(days=day, hours=1))
            for part in range(12):
                made[SeatFactRow].append({
                    "position": len(made[SeatFactRow]) + 1, "staff_id": staff, "presence": "available",
                    "busy": part % 2 == 1, "began_us": begin + part * 2_400 * SECOND,
                    "ended_us": begin + (part + 1) * 2_400 * SECOND,
                })
    return made


async def measure(database: Database, data: dict[type[Base], list[dict[str, object]]]) -> None:
    """Write the facts and take the time of the reports, the median of five."""
    await migrate(database)
    async with database.transaction() as session:
        for row, values in data.items():
            for start in range(0, len(values), SET):
                await session.execute(insert(table_of(row)), values[start:start + SET])
    async with database.transaction() as session:
        await session.execute(text("ANALYZE"))
        last = micros(NOW) // PERIOD_US
        session.add_all(FactPeriodRow(period=one, position=1) for one in range(micros(FIRST) // PERIOD_US, last + 1))
    zone = ZoneInfo("Asia/Shanghai")
    year, month = Days(date(2026, 1, 1), date(2026, 12, 31), zone), Days(date(2026, 11, 1), date(2026, 11, 30), zone)
    memory, begun, before = Remembered(), time.perf_counter(), _held_kb()
    async with database.read() as session:
        while await memory.sum_a_month(session, today=NOW.date(), zone=zone, target_s=30):
            pass
    counted = time.perf_counter() - begun
    print(f"counting {len(memory)} months through: {counted / len(memory):.2f} s each, "
          f"{(_held_kb() - before) / 1024 / len(memory):.1f} MB each")
    rolling = Days(date(2025, 12, 16), date(2026, 12, 15), zone)
    for name, days, which in (
        ("a year", year, Which()), ("a year of one queue", year, Which(queue_ids=frozenset({2}))),
        ("a year of one channel", year, Which(channel="email")),
        ("a year of one language", year, Which(language="zh-Hans")),
        ("a year of one librarian", year, Which(staff_id=7)),
        ("a year of a queue and a channel", year, Which(queue_ids=frozenset({2}), channel="email")),
        ("365 days from mid-month of one channel", rolling, Which(channel="email")), ("a month", month, Which()),
        ("a year of one channel, nothing remembered", year, Which(channel="email")),
    ):
        took = []
        for _ in range(1 if "nothing" in name else 5):
            async with database.read() as session:
                begun = time.perf_counter()
                await report(session, days=days, which=which, own=False, target_s=30, now=NOW,
                             memory=Remembered() if "nothing" in name else memory)
                took.append(time.perf_counter() - begun)
        print(f"report of {name}: {statistics.median(took):.2f} s", flush=True)
    async with database.read() as session:
        begun = time.perf_counter()
        await yearly_return(session, year=2026, zone=zone, now=NOW)
        print(f"yearly return: {time.perf_counter() - begun:.2f} s")


def _held_kb() -> float:
    """What this process holds in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024


async def main(url: str) -> None:
    """Measure in a new database."""
    data = rows(random.Random(2026))  # noqa: S311  # the same years every time
    with tempfile.TemporaryDirectory() as folder:
        database = Database(DatabaseSettings(url=url), Path(folder))
        try:
            await measure(database, data)
        finally:
            await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "sqlite"))
