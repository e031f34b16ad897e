"""Servers that are not Dovecot."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from contactcenter.channels.email.mailbox import fetch, memory
from contactcenter.channels.email.mailbox.held import held, signed_in
from contactcenter.settings import Mailbox
from contactcenter.uids import Uids
from tests.channels.email.mailbox.boxes import fetching, has, letter, progress, standing, stands, until
from tests.neighbours import odd_imap


def account(server: odd_imap.OddImap, folder: Path, **changed: object) -> Mailbox:
    (folder / "password").write_text("code")
    return Mailbox.model_validate({
        "name": "desk", "host": "127.0.0.1", "port": server.port, "security": "none", "username": "desk",
        "password_file": str(folder / "password"), "timeout_s": 3.0, **changed,
    })


def mails(*uids: int) -> dict[int, bytes]:
    return {uid: letter(f"mail{uid}") for uid in uids}


async def test_who_we_are_is_said_before_a_folder_is_opened(tmp_path: Path) -> None:
    async with (
        odd_imap.running(mails=mails(1), wants_id=True) as server,
        fetching(tmp_path, "sqlite", account(server, tmp_path)) as library,
    ):
        await has(library, 1)
    assert 'ID ("name" "contactcenter" "version" "0.1")' in server.commands


async def test_what_is_pushed_in_one_packet_with_the_answer_is_heard(tmp_path: Path) -> None:
    async with (
        odd_imap.running(push_with_the_answer=letter("pushed")) as server,
        fetching(tmp_path, "sqlite", account(server, tmp_path, idle_s=60.0)) as library,
    ):
        begun = time.monotonic()
        await has(library, 1)
        assert time.monotonic() - begun < 10


async def test_what_is_told_behind_the_answer_to_a_look_is_heard(tmp_path: Path) -> None:
    async with (
        odd_imap.running(comes_after_the_look=letter("late")) as server,
        fetching(tmp_path, "sqlite", account(server, tmp_path, idle_s=60.0)) as library,
    ):
        assert await has(library, 1, seconds=10) == {"This is late.": 1}


async def test_a_server_that_does_not_say_uidnext(tmp_path: Path) -> None:
    async with (
        odd_imap.running(mails=mails(3, 9), says_uid_next=False) as server,
        fetching(tmp_path, "sqlite", account(server, tmp_path, idle_s=0.3)) as library,
    ):
        await has(library, 2)
        server.mails[12] = letter("mail12")
        await has(library, 3)
        assert [row.taken for row in await progress(library)] == ["3,9,12"]
        assert [row.first_uid_next for row in await progress(library)] == [10]


async def test_one_mail_that_is_refused_makes_no_other_wait(tmp_path: Path) -> None:
    async with (
        odd_imap.running(mails=mails(1, 2, 3), refuses={2}) as server,
        fetching(tmp_path, "sqlite", account(server, tmp_path, idle_s=0.3)) as library,
    ):
        await has(library, 2)
        assert [row.taken for row in await progress(library)] == ["1,3"]


async def test_a_mail_that_fails_again_is_told_and_taken_once_it_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "HOLD_S", (0.1, 0.2))
    monkeypatch.setattr(fetch, "LOOK_AGAIN_S", 0.3)
    async with (
        odd_imap.running(mails=mails(1, 2), refuses={2}) as server,
        fetching(tmp_path, "sqlite", account(server, tmp_path, idle_s=0.2)) as library,
    ):
        assert "cannot be read" in await stands(library, "mails")
        server.refuses.clear()
        await has(library, 2)
        await stands(library, "")


async def test_a_mail_that_ends_the_connection_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contactcenter.channels.email.mailbox.watch.LONGEST_PAUSE_S", 0.05)
    async with (
        odd_imap.running(mails=mails(*range(1, 21)), hangs_up_on={13}) as server,
        fetching(tmp_path, "sqlite", account(server, tmp_path, idle_s=0.2)) as library,
    ):
        assert (await has(library, 19)).total() == 19
        assert [row.taken for row in await progress(library)] == ["1:12,14:20"]


async def test_a_mail_that_is_shown_late_is_not_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "GONE_AFTER_S", 1.0)
    monkeypatch.setattr(fetch, "LOOK_AGAIN_S", 0.3)
    async with (
        odd_imap.running(mails=mails(1, 2, 3), hides_once={2}) as server,
        fetching(tmp_path, "sqlite", account(server, tmp_path, idle_s=0.2)) as library,
    ):
        await has(library, 3)

        async def whole() -> bool:
            return [row.taken for row in await progress(library)] == ["1:3"]

        await until(whole)
        await asyncio.sleep(1.2)
        assert [row.gone for row in await progress(library)] == [""]
        assert (await standing(library))["desk/INBOX"] == ("", "")


async def test_a_folder_of_very_many_mails_can_be_named(tmp_path: Path) -> None:
    many = 200_000
    async with odd_imap.running(mails=dict.fromkeys(range(1, many + 1), b"")) as server:
        box = account(server, tmp_path)
        async with signed_in(box, tmp_path) as session:
            folder, present = await held(session, account="desk", name="INBOX")
    assert folder.uid_validity == 7
    assert present == Uids.span(1, many)
