"""Mail in a real Dovecot becomes tickets, once, and what happens to it there is what was configured."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from contactcenter.intake.tables import InboundRow
from contactcenter.tickets.tables import TicketRow
from tests.channels.email.mailbox.boxes import arrivals, fetching, has, letter, mailbox, progress, stands, until
from tests.neighbours.dovecot import Dovecot


async def test_what_is_there_and_what_comes_become_tickets(
    dovecot_server: Dovecot, database_url: str, tmp_path: Path
) -> None:
    user = dovecot_server.new_user()
    dovecot_server.deliver(user, letter("renewal"))
    async with fetching(tmp_path, database_url, mailbox(dovecot_server, user, tmp_path)) as library:
        assert await has(library, 1) == {"This is renewal.": 1}
        begun = time.monotonic()
        await asyncio.to_thread(dovecot_server.deliver, user, letter("opening"))
        await has(library, 2)
        assert time.monotonic() - begun < 5  # pushed, not polled
        assert await library.count(TicketRow) == 2
        assert [row.taken for row in await progress(library)] == ["1:2"]
        await stands(library, "")
    assert dovecot_server.flags(user) == {1: "", 2: ""}


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_it_is_fetched_under_tls(
    security: str, dovecot_server: Dovecot, tmp_path: Path
) -> None:
    user = dovecot_server.new_user()
    dovecot_server.deliver(user, letter("renewal"))
    port = dovecot_server.imaps_port if security == "tls" else dovecot_server.imap_port
    box = mailbox(
        dovecot_server, user, tmp_path, security=security, port=port, ca_file=str(dovecot_server.ca_file)
    )
    async with fetching(tmp_path, "sqlite", box) as library:
        assert await has(library, 1) == {"This is renewal.": 1}


async def test_a_certificate_of_nobody_is_not_believed(dovecot_server: Dovecot, tmp_path: Path) -> None:
    box = mailbox(dovecot_server, "desk", tmp_path, security="tls", port=dovecot_server.imaps_port)
    async with fetching(tmp_path, "sqlite", box) as library:
        assert "CERTIFICATE_VERIFY_FAILED" in await stands(library, "tls")


@pytest.mark.parametrize("after", ["flag", "delete", "move:已取/Taken"])
async def test_what_was_taken_is_dealt_with_as_configured(
    after: str, dovecot_server: Dovecot, database_url: str, tmp_path: Path
) -> None:
    user = dovecot_server.new_user()
    dovecot_server.deliver(user, *(letter(f"mail{number}") for number in range(3)))
    async with fetching(tmp_path, database_url, mailbox(dovecot_server, user, tmp_path, after=after)) as library:
        await has(library, 3)

        async def dealt_with() -> bool:
            return [row.pending for row in await progress(library)] == [""]

        await until(dealt_with)
        assert (await arrivals(library)) == {"done": 3}
    if after == "flag":
        assert dovecot_server.flags(user) == dict.fromkeys((1, 2, 3), "\\Seen")
    else:
        assert dovecot_server.uids(user) == []
    if after.startswith("move"):
        assert dovecot_server.uids(user, "&XfJT1g-/Taken") == [1, 2, 3]


async def test_a_restart_takes_nothing_twice(dovecot_server: Dovecot, database_url: str, tmp_path: Path) -> None:
    user = dovecot_server.new_user()
    box = mailbox(dovecot_server, user, tmp_path)
    dovecot_server.deliver(user, letter("one"))
    async with fetching(tmp_path, database_url, box) as library:
        await has(library, 1)
    dovecot_server.deliver(user, letter("two"))
    async with fetching(tmp_path, database_url, box) as library:
        assert await has(library, 2) == {"This is one.": 1, "This is two.": 1}
        assert await arrivals(library) == {"done": 2}  # not even as a duplicate


async def test_only_what_comes_is_wanted(dovecot_server: Dovecot, tmp_path: Path) -> None:
    user = dovecot_server.new_user()
    dovecot_server.deliver(user, letter("old"))
    async with fetching(tmp_path, "sqlite", mailbox(dovecot_server, user, tmp_path, begin="new")) as library:
        await stands(library, "")
        await asyncio.to_thread(dovecot_server.deliver, user, letter("fresh"))
        assert await has(library, 1) == {"This is fresh.": 1}
        assert [row.passed_over for row in await progress(library)] == ["1"]


async def test_a_mail_knows_whose_mailbox_it_came_to(dovecot_server: Dovecot, tmp_path: Path) -> None:
    user = dovecot_server.new_user()
    dovecot_server.deliver(user, letter("statute", to="undisclosed-recipients:;"))
    box = mailbox(dovecot_server, user, tmp_path, address="law@library.example")
    async with fetching(tmp_path, "sqlite", box) as library:
        await has(library, 1)
        async with library.house.database.read() as session:
            meta = (await session.execute(select(InboundRow.meta))).scalar_one()
    assert datetime.now(UTC) - datetime.fromisoformat(meta.pop("internal_date")) < timedelta(minutes=5)
    assert meta == {
        "peer": "imap:127.0.0.1", "mailbox": "desk", "folder": "INBOX", "uid": "1", "rcpt_to": "law@library.example"
    }
