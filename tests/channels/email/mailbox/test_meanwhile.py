"""What others do in the mailbox, and what servers do, while we are away or looking."""

from __future__ import annotations

import asyncio
import errno
import smtplib
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.channels.email.mailbox import fetch, memory, watch
from contactcenter.db.blobs import Blobs
from contactcenter.envelope import Raw
from contactcenter.intake.accept import accept
from contactcenter.intake.mailboxes import ledger
from contactcenter.tickets.tables import TicketRow
from tests.channels.email.mailbox.boxes import (
    arrivals,
    fetching,
    has,
    letter,
    mailbox,
    progress,
    standing,
    stands,
    until,
)
from tests.library import Library
from tests.neighbours.cable import laid
from tests.neighbours.dovecot import Dovecot


async def test_a_new_uidvalidity_gives_no_second_tickets(
    dovecot_server: Dovecot, database_url: str, tmp_path: Path
) -> None:
    user = dovecot_server.new_user()
    box = mailbox(dovecot_server, user, tmp_path)
    dovecot_server.deliver(user, letter("one"), letter("two"))
    async with fetching(tmp_path, database_url, box) as library:
        await has(library, 2)
    dovecot_server.admin("mailbox", "update", "-u", user, "--uid-validity", "4711", "INBOX")
    dovecot_server.deliver(user, letter("three"))
    async with fetching(tmp_path, database_url, box) as library:
        assert await has(library, 3) == {"This is one.": 1, "This is two.": 1, "This is three.": 1}
        await stands(library, "")
        assert [(row.uid_validity == 4711, row.taken) for row in await progress(library)] == [
            (False, "1:2"), (True, "1:3")
        ]
        assert await arrivals(library) == {"done": 3, "duplicate": 2}


async def test_a_new_uidvalidity_doubles_no_mail_that_has_neither_message_id_nor_date(
    dovecot_server: Dovecot, database_url: str, tmp_path: Path
) -> None:
    user = dovecot_server.new_user()
    box = mailbox(dovecot_server, user, tmp_path)
    bare = b"From: scanner@uni.example\r\nSubject: Scan\r\n\r\nA page.\r\n"
    dovecot_server.deliver(user, bare, bare)  # two mails: each has a Received of its own
    with dovecot_server.other_client(user) as client:
        for day in ("01", "02"):  # and two that a program put there, with no trace at all
            client.append("INBOX", "", f'"{day}-Feb-2020 10:00:00 +0800"', bare)
    async with fetching(tmp_path, database_url, box) as library:
        assert await has(library, 4) == {"A page.": 4}
    dovecot_server.admin("mailbox", "update", "-u", user, "--uid-validity", "4711", "INBOX")
    async with fetching(tmp_path, database_url, box) as library:
        async def all_again() -> bool:
            return (await arrivals(library)).total() == 8

        await until(all_again)
        await until(_understood(library))
        assert await arrivals(library) == {"done": 4, "duplicate": 4}
        assert await library.count(TicketRow) == 4


def _understood(library: Library) -> Callable[[], Awaitable[bool]]:
    async def so() -> bool:
        return not (await arrivals(library))["received"]

    return so


async def test_under_a_new_uidvalidity_what_was_not_wanted_stays_unwanted(
    dovecot_server: Dovecot, tmp_path: Path
) -> None:
    user = dovecot_server.new_user()
    box = mailbox(dovecot_server, user, tmp_path, begin="new")
    with dovecot_server.other_client(user) as client:
        client.append("INBOX", "", '"01-Feb-2020 10:00:00 +0000"', letter("old"))
    async with fetching(tmp_path, "sqlite", box) as library:
        await stands(library, "")
    dovecot_server.deliver(user, letter("fresh"))
    dovecot_server.admin("mailbox", "update", "-u", user, "--uid-validity", "4711", "INBOX")
    async with fetching(tmp_path, "sqlite", box) as library:
        assert await has(library, 1) == {"This is fresh.": 1}
        assert [row.passed_over for row in await progress(library)] == ["1", "1"]


async def test_read_moved_and_deleted_meanwhile_by_others(
    dovecot_server: Dovecot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "GONE_AFTER_S", 0.3)
    monkeypatch.setattr(fetch, "LOOK_AGAIN_S", 0.1)
    user = dovecot_server.new_user()
    box = mailbox(dovecot_server, user, tmp_path, folders=["INBOX", "Loans"], idle_s=0.5)
    dovecot_server.deliver(user, letter("first"))
    with dovecot_server.other_client(user, "Loans"):
        pass
    async with fetching(tmp_path, "sqlite", box) as library:
        await has(library, 1)
    # UIDs 2 to 5 come while we are away: one is read, one moved to a folder that is fetched, too, one deleted.
    dovecot_server.deliver(user, letter("read"), letter("moved"), letter("deleted"), letter("last"))
    with dovecot_server.other_client(user) as client:
        client.uid("STORE", "2", "+FLAGS", r"(\Seen)")
        client.uid("MOVE", "3", "Loans")
        client.uid("STORE", "4", "+FLAGS", r"(\Deleted)")
        client.expunge()
    async with fetching(tmp_path, "sqlite", box) as library:
        assert await has(library, 4) == {
            "This is first.": 1, "This is read.": 1, "This is moved.": 1, "This is last.": 1
        }

        async def reported() -> bool:
            return {row.folder: (row.taken, row.gone) for row in await progress(library)} == {
                "INBOX": ("1:5", "3:4"), "Loans": ("1", "")
            }

        await until(reported)


async def test_the_same_mail_by_several_doors_is_one_ticket(
    dovecot_server: Dovecot, database_url: str, tmp_path: Path
) -> None:
    user = dovecot_server.new_user()
    box = mailbox(dovecot_server, user, tmp_path)
    path = tmp_path / "lmtp"

    def deliver() -> None:
        with smtplib.LMTP(str(path)) as wire:
            wire.sendmail("reader@uni.example", ["help@library.example"], letter("twice").replace(b"\n", b"\r\n"))

    async with fetching(tmp_path, database_url, box, lmtp={"listen": f"unix:{path}"}) as library:
        await asyncio.gather(
            asyncio.to_thread(deliver), asyncio.to_thread(dovecot_server.deliver, user, letter("twice"))
        )

        async def both() -> bool:
            return await arrivals(library) == {"done": 1, "duplicate": 1}

        await until(both)
        assert await library.count(TicketRow) == 1


async def test_a_full_disk_loses_nothing(
    dovecot_server: Dovecot, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = dovecot_server.new_user()
    dovecot_server.deliver(user, letter("one"), letter("two"))
    full = [OSError(errno.ENOSPC, "No space left on device")] * 2

    async def at_first_full(session: AsyncSession, *, raws: Sequence[Raw], blobs: Blobs, now: datetime) -> list[int]:
        if full:
            raise full.pop()
        return await accept(session, raws=raws, blobs=blobs, now=now)

    monkeypatch.setattr(ledger, "accept", at_first_full)
    box = mailbox(dovecot_server, user, tmp_path, after="delete")
    async with fetching(tmp_path, database_url, box) as library:
        await stands(library, "database")
        assert dovecot_server.uids(user) == [1, 2]  # nothing is deleted that is not kept
        assert await has(library, 2) == {"This is one.": 1, "This is two.": 1}
        await stands(library, "")


@pytest.mark.parametrize("dialect", ["postgresql"])  # with SQLite one process serves
async def test_of_two_processes_one_fetches_and_the_other_takes_over(
    dovecot_server: Dovecot, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "OTHERS_S", 0.1)
    user = dovecot_server.new_user()
    box = mailbox(dovecot_server, user, tmp_path)
    async with AsyncExitStack() as first, AsyncExitStack() as second:
        library = await first.enter_async_context(fetching(tmp_path, database_url, box))
        await stands(library, "")
        later = await second.enter_async_context(fetching(tmp_path, database_url, box))
        await asyncio.sleep(0.5)
        who = await asyncio.to_thread(dovecot_server.admin, "who", "-1", user)
        assert who.count(user) == 1
        await first.aclose()
        await asyncio.to_thread(dovecot_server.deliver, user, letter("taken over"))
        assert await has(later, 1) == {"This is taken over.": 1}


async def test_a_server_that_is_away_for_a_while(dovecot_server: Dovecot, tmp_path: Path) -> None:
    user = dovecot_server.new_user()
    async with laid(dovecot_server.imap_port) as cable:
        box = mailbox(dovecot_server, user, tmp_path, port=cable.port)
        async with fetching(tmp_path, "sqlite", box) as library:
            await stands(library, "")
            cable.cut()
            await stands(library, "disconnected")
            await asyncio.to_thread(dovecot_server.deliver, user, letter("waited"))
            cable.heal()
            assert await has(library, 1) == {"This is waited.": 1}
            await stands(library, "")


async def test_a_dead_socket_is_noticed(dovecot_server: Dovecot, tmp_path: Path) -> None:
    user = dovecot_server.new_user()
    async with laid(dovecot_server.imap_port) as cable:
        box = mailbox(dovecot_server, user, tmp_path, port=cable.port, idle_s=0.5, timeout_s=1.0)
        async with fetching(tmp_path, "sqlite", box) as library:
            await stands(library, "")
            cable.answers_pass = False  # as a NAT that forgot the connection: no word, and no end either
            assert "timed out" in await stands(library, "timeout")
            await asyncio.to_thread(dovecot_server.deliver, user, letter("waited"))
            cable.heal()
            await has(library, 1)


@pytest.mark.parametrize(("changed", "code"), [
    ({"username": "nobody", "password_env": "WRONG", "password_file": ""}, "auth"),
    ({"folders": ["No such folder"]}, "folder"),
    ({"host": "nowhere.invalid"}, "dns"),
    ({"port": 1}, "connect"),
    ({"security": "starttls"}, "tls"),
    ({"password_env": "NOT_SET", "password_file": ""}, "secret"),
])
async def test_one_account_in_trouble_stops_no_other(
    changed: dict[str, object], code: str, dovecot_server: Dovecot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WRONG", "wrong")
    user = dovecot_server.new_user()
    dovecot_server.deliver(user, letter("well"))
    ill = mailbox(dovecot_server, user, tmp_path, **{"name": "ill", **changed})
    folder = ill.folders[0]
    async with fetching(tmp_path, "sqlite", ill, mailbox(dovecot_server, user, tmp_path)) as library:
        await has(library, 1)
        assert await stands(library, code, folder=f"ill/{folder}")
        assert (await standing(library))["desk/INBOX"] == ("", "")


async def test_a_mail_that_cannot_be_read_stops_no_other(dovecot_server: Dovecot, tmp_path: Path) -> None:
    user = dovecot_server.new_user()
    await asyncio.to_thread(dovecot_server.fill, user, [letter(f"mail{number}") for number in range(5)])
    assert dovecot_server.uids(user) == [1, 2, 3, 4, 5]
    _spoil(dovecot_server, user, 2)
    async with fetching(tmp_path, "sqlite", mailbox(dovecot_server, user, tmp_path)) as library:
        assert (await has(library, 4)).total() == 4
        assert [row.taken for row in await progress(library)] == ["1,3:5"]


def _spoil(server: Dovecot, user: str, number: int) -> None:
    """Make a mail unreadable for the server: a folder stands where the file was."""
    file = sorted((server.folder / "home" / user / "Maildir" / "cur").iterdir())[number - 1]
    file.unlink()
    file.mkdir()


async def test_a_mail_too_large_is_told_and_stops_no_other(dovecot_server: Dovecot, tmp_path: Path) -> None:
    user = dovecot_server.new_user()
    dovecot_server.deliver(user, letter("large", large=300_000), letter("small"))
    box = mailbox(dovecot_server, user, tmp_path)
    async with fetching(tmp_path, "sqlite", box, max_message_bytes=100_000) as library:
        assert await has(library, 1) == {"This is small.": 1}
