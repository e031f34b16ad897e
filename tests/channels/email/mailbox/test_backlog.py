"""Many mails at once: they come in by themselves, and what comes live does not wait for them."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from contactcenter.channels.email.mailbox import fetch, memory
from contactcenter.intake.mailboxes import ledger
from contactcenter.intake.tables import InboundRow
from contactcenter.tickets.tables import MessageRow
from tests.channels.email.mailbox.boxes import arrivals, fetching, has, letter, mailbox, progress, until
from tests.library import Library
from tests.neighbours import dovecot
from tests.neighbours.dovecot import Dovecot


async def test_live_mail_overtakes_a_backlog(
    dovecot_server: Dovecot, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A tenth of everything, so that a slow machine is not at work for a minute.
    for module, name, value in ((memory, "MAX_BATCH", 20), (memory, "LIVE_BATCH", 5), (ledger, "ROOM", 20)):
        monkeypatch.setattr(module, name, value)
    user, many = dovecot_server.new_user(), 300
    await asyncio.to_thread(dovecot_server.fill, user, [letter(f"old{number:05}") for number in range(many)])
    async with fetching(tmp_path, database_url, mailbox(dovecot_server, user, tmp_path)) as library:
        await has(library, 1)
        await asyncio.to_thread(dovecot_server.deliver, user, letter("live"))

        async def live() -> bool:
            async with library.house.database.read() as session:
                return bool((await session.execute(
                    select(MessageRow.id).where(MessageRow.text.startswith("This is live"))
                )).first())

        await until(live)
        assert await _understood(library) < many
        assert (await has(library, many + 1, seconds=60)).most_common(1)[0][1] == 1


async def _understood(library: Library) -> int:
    async with library.house.database.read() as session:
        return (await session.execute(
            select(func.count()).where(InboundRow.state == "done")
        )).scalar_one()


@pytest.mark.soak
@pytest.mark.timeout(3600)
async def test_ten_thousand_mails_after_an_outage(dovecot_server: Dovecot, database_url: str, tmp_path: Path) -> None:
    user, many = dovecot_server.new_user(), 10_000
    await asyncio.to_thread(dovecot_server.fill, user, [letter(f"old{number:05}") for number in range(many)])
    box = mailbox(dovecot_server, user, tmp_path, after="move:Taken", timeout_s=60.0)
    begun = time.monotonic()
    async with fetching(tmp_path, database_url, box) as library:
        assert len(await has(library, many, seconds=1200)) == many
        print(f"{many} mails in {time.monotonic() - begun:.0f} s")  # noqa: T201
        assert await arrivals(library) == {"done": many}

        async def moved() -> bool:
            return [row.pending for row in await progress(library)] == [""]

        await until(moved, seconds=120)
    assert dovecot_server.uids(user) == []
    assert len(dovecot_server.uids(user, "Taken")) == many


async def test_large_mails_come_in_sets_of_few(
    dovecot_server: Dovecot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "MAX_SET_BYTES", 500_000)
    user = dovecot_server.new_user()
    await asyncio.to_thread(
        dovecot_server.deliver, user, *(letter(f"large{number}", large=300_000) for number in range(4))
    )
    async with fetching(tmp_path, "sqlite", mailbox(dovecot_server, user, tmp_path)) as library:
        assert (await has(library, 4)).total() == 4


async def test_a_server_that_cannot_push_is_asked(tmp_path: Path) -> None:
    if dovecot.executable() is None:
        pytest.skip(dovecot.MISSING)
    # Neither IDLE nor MOVE nor UIDPLUS.
    with dovecot.running(capability="IMAP4rev1") as server:
        user = server.new_user()
        await asyncio.to_thread(server.deliver, user, letter("one"))
        box = mailbox(server, user, tmp_path, poll_s=0.2, after="move:Taken")
        async with fetching(tmp_path, "sqlite", box) as library:
            await has(library, 1)
            await asyncio.to_thread(server.deliver, user, letter("two"))
            assert await has(library, 2) == {"This is one.": 1, "This is two.": 1}
            assert await arrivals(library) == {"done": 2}

        # Nobody may expunge what others marked: they are marked, and no longer fetched.
        assert set(server.flags(user).values()) == {"\\Deleted"}
        assert server.uids(user, "Taken") == [1, 2]
