"""Data to measure with: a librarian who is signed in, chats, and a million tickets."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from contactcenter.accounts.add_staff import add_staff
from contactcenter.accounts.create_token import create_token
from contactcenter.accounts.ensure_departments import ensure_departments
from contactcenter.accounts.set_membership import set_membership
from contactcenter.accounts.start_session import start_session
from contactcenter.clock import now
from contactcenter.db.base import EPOCH, MICROSECOND
from contactcenter.db.engine import Database
from contactcenter.migrate import migrate
from contactcenter.queue.ensure import ensure_queues
from contactcenter.settings import Department, Settings

DEPARTMENTS = [
    Department(slug=slug, name=slug.title(), name_zh=slug)
    for slug in ("general", "reference", "loans", "law", "science", "music")
]
NOT_WAITING = datetime(9999, 1, 1, tzinfo=UTC)
COLUMNS = (
    "id, version, subject, channel, queue_id, state, lane, assignee_id, guest_ids, patron_id, patron_name, reply_kind,"
    " reply_value, reply_name, locale, preview, preview_by, message_count, last_patron_version, last_reply_version,"
    " patron_seen_version, created_at, updated_at, waiting_key, root_id"
)
LANES = ("waiting", "open", "waiting_patron", "waiting_third", "snoozed", "closed", "junk")
WEIGHTS = (1, 2, 2, 0.5, 0.5, 93, 1)
CHANNELS = ("email", "web_chat", "web_form", "walk_in", "api")
"""`api` is the rare one: a few in a million."""


def house_with_librarian(data_dir: Path) -> str:
    """A migrated house in which Rosa is signed in; her session cookie."""
    return asyncio.run(_house(data_dir))[0]


def house_with_tickets(data_dir: Path, count: int) -> tuple[str, str]:
    """A house with `count` tickets of ten years; the session cookie and an admin's bearer token."""
    made = asyncio.run(_house(data_dir))
    _tickets(data_dir / "contactcenter.sqlite3", count)
    return made


async def _house(data_dir: Path) -> tuple[str, str]:
    settings = Settings(data_dir=data_dir, departments=DEPARTMENTS)
    database = Database(settings.database, data_dir)
    await migrate(database)
    async with database.transaction() as session:
        departments = await ensure_departments(session, departments=DEPARTMENTS)
        await ensure_queues(session, departments=DEPARTMENTS, desk_address=settings.mail.address)
        rosa = await add_staff(
            session, login="rosa", name="Rosa Marín", role="librarian", password_hash=None, now=now()
        )
        mine = [departments[slug] for slug in ("general", "reference", "loans")]
        await set_membership(session, staff_id=rosa, department_ids=mine, now=now())
        started = await start_session(session, staff_id=rosa, now=now())
        token = await create_token(session, name="bench", role="admin", now=now())
    await database.close()
    return started.token, token


def _tickets(file: Path, count: int) -> None:
    dice = random.Random(1042)  # noqa: S311  # the same tickets every time
    begin = datetime(2016, 11, 1, tzinfo=UTC)
    step = timedelta(days=3650) / count
    no_wait = (NOT_WAITING - EPOCH) // MICROSECOND
    rows = []
    for number in range(1, count + 1):
        lane = dice.choices(LANES, WEIGHTS)[0]
        channel = "api" if dice.random() < 0.00002 or number % (count // 3 + 1) == 0 else dice.choices(
            CHANNELS[:4], (6, 2, 1.5, 0.5))[0]
        created = begin + step * number
        updated = created + timedelta(hours=dice.random() * 200)
        micros = (created - EPOCH) // MICROSECOND
        owner = 1 if lane in ("open", "waiting_patron") and dice.random() < 50 / count else None
        rows.append((
            number, 3, f"Renewing loan number {number}", channel, 1 + number % 6,
            "open" if lane in ("waiting", "open") else lane, lane, owner, "[]", number % 200_000 + 1, "Amina Okafor",
            "email", "amina@uni.example", "", "en", "Could the loan be extended by ten days?", "patron", 1, 2, 0, 0,
            micros, (updated - EPOCH) // MICROSECOND,
            (updated - EPOCH) // MICROSECOND if lane in ("waiting", "open") else no_wait, number,
        ))
        if len(rows) == 50_000:
            _insert(file, rows)
            rows = []
    _insert(file, rows)
    with sqlite3.connect(file) as database:
        database.execute("ANALYZE")


def _insert(file: Path, rows: Sequence[tuple[object, ...]]) -> None:
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA synchronous=OFF")
        database.executemany(
            f"INSERT INTO tickets ({COLUMNS}) VALUES ({','.join('?' * 25)})", rows,  # noqa: S608  # our own words
        )

