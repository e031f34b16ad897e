"""The ledger of mailboxes: a mail and its UID are one commit, whoever brings them and however often."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from contactcenter.db.alone import Alone
from contactcenter.db.blobs import Blobs
from contactcenter.db.engine import Database
from contactcenter.envelope import Raw, Unavailable
from contactcenter.intake.mailboxes import ledger as ledgers
from contactcenter.intake.mailboxes.ledger import Ledger
from contactcenter.intake.mailboxes.tables import MailboxMailRow, MailboxStatusRow
from contactcenter.intake.tables import InboundRow
from contactcenter.ledger import Condition, Failing, Folder
from contactcenter.uids import Uids

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
INBOX = Folder("desk", "收件箱", 7)


def raw(number: int) -> Raw:
    return Raw("email", f"Subject: {number}\r\n\r\n".encode(), {"uid": str(number)})


def ledger_of(database: Database, folder: Path, arrived: list[int] | None = None, *, now: datetime = NOW) -> Ledger:
    told = arrived if arrived is not None else []
    return Ledger(database, Blobs(folder), lambda: now, lambda: told.append(1), Alone(database))


async def count(database: Database) -> tuple[int, int]:
    async with database.read() as session:
        arrivals = (await session.execute(select(func.count()).select_from(InboundRow))).scalar_one()
        mails = (await session.execute(select(func.count()).select_from(MailboxMailRow))).scalar_one()
    return arrivals, mails


async def test_a_uid_is_taken_once_whoever_brings_it(database: Database, tmp_path: Path) -> None:
    arrived: list[int] = []
    ledger = ledger_of(database, tmp_path, arrived)
    await ledger.taken(INBOX, uid_next=4, passed_over=Uids())
    assert await ledger.keep(INBOX, [(1, raw(1)), (3, raw(3))], pending=True) == 2
    assert await ledger.keep(INBOX, [(3, raw(3)), (1, raw(1))], pending=True) == 0
    assert arrived == [1]
    others = [ledger.keep(INBOX, [(uid, raw(uid)) for uid in (2, 3, 4)], pending=False) for _ in range(4)]
    assert sorted(await asyncio.gather(*others)) == [0, 0, 0, 2]
    assert await count(database) == (4, 4)
    taken = await ledger.taken(INBOX, uid_next=99, passed_over=Uids.span(1, 98))
    assert (str(taken.uids), str(taken.pending), taken.first_uid_next) == ("1:4", "1,3", 4)
    await ledger.done(INBOX, Uids.of([1]))
    assert str((await ledger.taken(INBOX, uid_next=5, passed_over=Uids())).pending) == "3"


async def test_a_commit_that_fails_takes_neither(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = ledger_of(database, tmp_path)
    await ledger.taken(INBOX, uid_next=1, passed_over=Uids())

    async def failing(*_: object, **__: object) -> list[int]:
        raise ConnectionResetError

    with monkeypatch.context() as patch:
        patch.setattr(ledgers, "accept", failing)
        with pytest.raises(Unavailable):
            await ledger.keep(INBOX, [(1, raw(1))], pending=False)
    assert await count(database) == (0, 0)
    assert await ledger.keep(INBOX, [(1, raw(1))], pending=False) == 1


async def test_a_database_that_is_away_is_told_as_such(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = ledger_of(database, tmp_path)

    def gone() -> None:
        raise ConnectionResetError

    monkeypatch.setattr(database, "transaction", gone)
    monkeypatch.setattr(database, "read", gone)
    for asked in (
        ledger.first_seen("desk", "INBOX"), ledger.taken(INBOX, uid_next=1, passed_over=Uids()),
        ledger.keep(INBOX, [(1, raw(1))], pending=False), ledger.room(), ledger.done(INBOX, Uids.of([1])),
        ledger.missing(INBOX, Uids.of([1])), ledger.tell(Condition("desk", "INBOX")),
    ):
        with pytest.raises(Unavailable):
            await asked


async def test_another_uidvalidity_is_another_folder(database: Database, tmp_path: Path) -> None:
    ledger = ledger_of(database, tmp_path)
    assert await ledger.first_seen("desk", INBOX.name) is None
    await ledger.taken(INBOX, uid_next=9, passed_over=Uids.span(1, 8))
    later = ledger_of(database, tmp_path, now=NOW + timedelta(days=1))
    other = await later.taken(Folder("desk", INBOX.name, 8), uid_next=3, passed_over=Uids())
    assert not other.uids
    assert await later.first_seen("desk", INBOX.name) == NOW


async def test_what_went_is_written_down_unless_it_went_before_our_time(database: Database, tmp_path: Path) -> None:
    ledger = ledger_of(database, tmp_path)
    await ledger.taken(INBOX, uid_next=4, passed_over=Uids())
    await ledger.keep(INBOX, [(2, raw(2)), (6, raw(6))], pending=False)
    await ledger.missing(INBOX, Uids.span(1, 6))
    taken = await ledger.taken(INBOX, uid_next=1, passed_over=Uids())
    assert (str(taken.uids), str(taken.gone)) == ("1:6", "4:5")


async def test_since_when_moves_only_when_it_is_another_trouble(database: Database, tmp_path: Path) -> None:
    async def tell(code: str, hours: int, words: str = "") -> MailboxStatusRow:
        at = NOW + timedelta(hours=hours)
        await ledger_of(database, tmp_path, now=at).tell(
            Condition("desk", "INBOX", code, words, hours, (Failing(5, "NO", NOW),) if code else ())
        )
        async with database.read() as session:
            row = (await session.execute(select(MailboxStatusRow))).scalar_one()
        assert row.told_at == at
        assert row.waiting == hours
        return row

    assert (await tell("", 0)).since == NOW
    assert (await tell("auth", 1, "no")).since == NOW + timedelta(hours=1)
    row = await tell("auth", 2, "still no")
    assert (row.since, row.words) == (NOW + timedelta(hours=1), "still no")
    assert row.failing == [{"uid": "5", "words": "NO", "since": NOW.isoformat()}]
    assert (await tell("", 3)).since == NOW + timedelta(hours=3)


async def test_there_is_room_once_most_is_understood(database: Database, tmp_path: Path) -> None:
    ledger = ledger_of(database, tmp_path)
    await ledger.taken(INBOX, uid_next=1, passed_over=Uids())
    await asyncio.wait_for(ledger.room(), 5)
    await ledger.keep(INBOX, [(uid, raw(uid)) for uid in range(1, ledgers.ROOM + 1)], pending=False)
    waiting = asyncio.create_task(ledger.room())
    await asyncio.sleep(0.3)
    assert not waiting.done()
    async with database.transaction() as session:
        await session.execute(text("UPDATE inbound SET state = 'done' WHERE id = 1"))
    await asyncio.wait_for(waiting, 5)
