"""The floor of intake: parse with the standard library, insert a ticket and its message, commit; a mail at a time.

`python -m bench.plain_intake URL FOLDER COUNT SERIES` prints mails per second. The tables are the product's.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

import asyncpg
import uvloop
from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect, make_url

from bench.mails import mails
from contactcenter.clock import now
from contactcenter.db.base import EPOCH, MICROSECOND
from contactcenter.intake.understand import Understanding  # noqa: F401  # loads every table
from contactcenter.tickets.tables import MessageRow, TicketRow

Keep = Callable[[dict[str, object], dict[str, object]], Awaitable[None]]


def _ticket(subject: str, sender: str, text: str, at: datetime) -> dict[str, object]:
    return {
        "version": 2, "subject": subject, "channel": "email", "queue_id": 1, "state": "open", "lane": "waiting",
        "guest_ids": "[]", "patron_name": sender, "reply_kind": "email", "reply_value": sender, "reply_name": "",
        "locale": "en", "preview": text[:160], "preview_by": "patron", "message_count": 1, "last_patron_version": 2,
        "last_reply_version": 0, "patron_seen_version": 0, "created_at": at, "updated_at": at, "waiting_key": at,
        "live": False, "priority": 0, "tag_ids": "[]",
    }


def _message(sender: str, text: str, message_id: str, at: datetime) -> dict[str, object]:
    return {
        "version": 2, "kind": "patron", "channel": "email", "author_kind": "patron", "author_name": sender,
        "author_key": f"email:{sender}", "address": sender, "text": text, "message_id": message_id, "file_count": 0,
        "created_at": at,
    }


def _sql(table: type[TicketRow | MessageRow], columns: list[str], dialect: Dialect) -> str:
    statement = insert(table).returning(table.id) if dialect.name == "postgresql" else insert(table)
    return str(statement.compile(dialect=dialect, column_keys=columns))


@asynccontextmanager
async def _sqlite(file: Path) -> AsyncIterator[Keep]:
    database = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        database.execute(f"PRAGMA {pragma}")
    at = now()
    ticket, message = _ticket("", "", "", at), {"ticket_id": 0, **_message("", "", "", at)}
    dialect = sqlite.dialect(paramstyle="qmark")
    into_tickets, into_messages = _sql(TicketRow, list(ticket), dialect), _sql(MessageRow, list(message), dialect)
    orders = [sorted(one, key=list(table.__table__.c.keys()).index)
              for one, table in ((ticket, TicketRow), (message, MessageRow))]

    def plain(value: object) -> object:
        return (value - EPOCH) // MICROSECOND if isinstance(value, datetime) else value

    async def keep(ticket: dict[str, object], message: dict[str, object]) -> None:
        database.execute("BEGIN IMMEDIATE")
        number = database.execute(into_tickets, [plain(ticket[name]) for name in orders[0]]).lastrowid
        message["ticket_id"] = number
        database.execute(into_messages, [plain(message[name]) for name in orders[1]])
        database.execute("COMMIT")

    yield keep
    database.close()


@asynccontextmanager
async def _postgresql(url: str) -> AsyncIterator[Keep]:
    connection = await asyncpg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
    at = now()
    ticket, message = _ticket("", "", "", at), {"ticket_id": 0, **_message("", "", "", at)}
    dialect = postgresql.asyncpg.dialect()  # type: ignore[no-untyped-call]
    orders = [sorted(one, key=list(table.__table__.c.keys()).index)
              for one, table in ((ticket, TicketRow), (message, MessageRow))]
    into_tickets = await connection.prepare(_sql(TicketRow, list(ticket), dialect))
    into_messages = await connection.prepare(_sql(MessageRow, list(message), dialect))

    async def keep(ticket: dict[str, object], message: dict[str, object]) -> None:
        async with connection.transaction():
            message["ticket_id"] = await into_tickets.fetchval(*(ticket[name] for name in orders[0]))
            await into_messages.fetchval(*(message[name] for name in orders[1]))

    yield keep
    await connection.close()


async def main(url: str, folder: Path, count: int, series: str) -> float:
    """Mails a second."""
    letters = mails(count, series=series)
    async with _sqlite(folder / "contactcenter.sqlite3") if url == "sqlite" else _postgresql(url) as keep:
        begun = time.perf_counter()
        for letter in letters:
            mail = message_from_bytes(letter, policy=policy.default)
            sender, at = mail["From"].addresses[0].addr_spec, now()
            body = mail.get_body(("plain",))
            assert body is not None  # these mails have one
            text = body.get_content()
            message = _message(sender, text, str(mail["Message-ID"]), at)
            await keep(_ticket(str(mail["Subject"]), sender, text, at), message)
        return count / (time.perf_counter() - begun)


if __name__ == "__main__":
    print(uvloop.run(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4])))
