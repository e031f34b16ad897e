"""Comparing with the server, and telling the administrators: what is different has a name, what is ill is heard of."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import delete, update

from contactcenter.accounts.create_token import create_token
from contactcenter.channels.email.mailbox import fetch, memory
from contactcenter.commands.doctor import examine
from contactcenter.commands.failure import Failure
from contactcenter.commands.reconcile import compare
from contactcenter.intake.mailboxes.tables import MailboxMailRow, MailboxStatusRow
from contactcenter.intake.tables import InboundRow
from contactcenter.mailroom import Mailroom, reconcile
from contactcenter.settings import Alarm, Mail, Settings
from tests.channels.email.mailbox.boxes import fetching, has, letter, mailbox, progress, standing, stands, until
from tests.library import Library
from tests.neighbours.dovecot import Dovecot
from tests.neighbours.smtp import SmtpSink

NIGHT = datetime(2026, 11, 24, 19, 30, tzinfo=UTC)
"""03:30 on the library's clock."""


async def sentences(library: Library) -> list[str]:
    house = library.house
    return [
        sentence async for one in reconcile(house.settings, house.database, clock=house.clock)
        for sentence in one.sentences()
    ]


async def test_every_difference_is_named(
    dovecot_server: Dovecot, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "GONE_AFTER_S", 0.3)
    monkeypatch.setattr(fetch, "LOOK_AGAIN_S", 0.1)
    user = dovecot_server.new_user()
    box = mailbox(dovecot_server, user, tmp_path, idle_s=0.5)
    dovecot_server.deliver(user, *(letter(f"mail{number}") for number in range(4)))
    async with fetching(tmp_path, database_url, box) as library:
        await has(library, 4)
        assert await sentences(library) == []
        async with library.house.database.transaction() as session:
            await session.execute(delete(MailboxMailRow).where(MailboxMailRow.uid == 2))
            await session.execute(update(InboundRow).where(InboundRow.id == 3).values(state="quarantined"))
    dovecot_server.deliver(user, letter("deleted"), letter("large", large=300_000), letter("late"))
    with dovecot_server.other_client(user) as client:
        client.uid("STORE", "5", "+FLAGS", r"(\Deleted)")
        client.expunge()
    async with fetching(tmp_path, database_url, box, max_message_bytes=100_000) as library:
        await has(library, 5)

        async def gone() -> bool:
            return (await progress(library))[0].gone == "5"

        await until(gone)
        assert await sentences(library) == [
            "1 × there and not taken yet (UID 6)",
            "1 × written down as taken, and no arrival is known for it (UID 2)",
            "1 × taken, and not understood: contactcenter quarantine list (UID 3)",
            "1 × went before it could be fetched: moved or deleted by somebody else (UID 5)",
        ]


async def test_mail_that_is_to_leave_and_is_there_is_named(dovecot_server: Dovecot, tmp_path: Path) -> None:
    user = dovecot_server.new_user()
    dovecot_server.deliver(user, letter("one"))
    async with fetching(tmp_path, "sqlite", mailbox(dovecot_server, user, tmp_path)) as library:
        await has(library, 1)
    dovecot_server.deliver(user, letter("two"))
    async with fetching(tmp_path, "sqlite", mailbox(dovecot_server, user, tmp_path, after="delete")) as library:
        await has(library, 2)

        async def dealt_with() -> bool:
            return (await progress(library))[0].pending == ""

        await until(dealt_with)
        (sentence,) = await sentences(library)
        assert sentence.startswith("1 × taken, and there although taken mail is to leave")


async def test_the_command_prints_them_and_says_by_its_exit_code_whether_to_look(
    dovecot_server: Dovecot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    user = dovecot_server.new_user()
    dovecot_server.deliver(user, letter("one"))
    box = mailbox(dovecot_server, user, tmp_path)
    async with fetching(tmp_path, "sqlite", box) as library:
        await has(library, 1)
        settings = library.house.settings
    assert await compare(settings, accounts=[]) == 0
    assert "desk / INBOX: all is here" in capsys.readouterr().out
    dovecot_server.deliver(user, letter("two"))
    assert await compare(settings, accounts=["desk"]) == 0  # it will be taken: nobody must look
    assert "1 × there and not taken yet (UID 2)" in capsys.readouterr().out
    ill = box.model_copy(update={"port": 1})
    assert await compare(settings.model_copy(update={"mail": Mail(mailboxes=[ill])}), accounts=[]) == 1
    assert "could not be asked: it cannot be reached: " in capsys.readouterr().out
    with pytest.raises(Failure, match=r"no mailbox loans .* Known: desk"):
        await compare(settings, accounts=["loans"])


async def test_the_doctor_names_who_is_ill_since_when(
    dovecot_server: Dovecot, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WRONG", "wrong")
    user = dovecot_server.new_user()
    well = mailbox(dovecot_server, user, tmp_path)
    ill = mailbox(dovecot_server, user, tmp_path, name="ill", password_file="", password_env="WRONG")
    async with fetching(tmp_path, "sqlite", well, ill) as library:
        await stands(library, "auth", folder="ill/INBOX")
        await stands(library, "")
        settings = library.house.settings
        await examine(settings)
        said = capsys.readouterr().out
        assert "ill  mailboxes: ill/INBOX: the sign-in is refused: [AUTHENTICATIONFAILED]" in said
        assert " (since 20" in said
        assert "desk/INBOX" not in said
        await examine(settings.model_copy(update={"mail": Mail(mailboxes=[well])}))
        assert "ok   mailboxes: 1 can be opened" in capsys.readouterr().out


class Hand:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.at


def room(library: Library, clock: Callable[[], datetime], sink: SmtpSink, **mail: object) -> Mailroom:
    """The same mailroom under another clock, that alarms by `sink`."""
    alarm = Alarm(to=["chief@library.example"], host="127.0.0.1", port=sink.port, security="none")
    settings = library.house.settings
    changed = settings.mail.model_copy(update={"alarm": alarm, **mail})
    return Mailroom(settings.model_copy(update={"mail": changed}), library.house.database, clock)


async def test_trouble_that_lasts_is_mailed_once_a_day_and_its_end_too(
    dovecot_server: Dovecot, database_url: str, tmp_path: Path, smtp_sink: SmtpSink
) -> None:
    ill = mailbox(dovecot_server, dovecot_server.new_user(), tmp_path, port=1)
    clock = Hand()
    async with fetching(tmp_path, database_url, ill) as library:
        await stands(library, "connect")
        mailroom = room(library, clock, smtp_sink)
        await mailroom.alarm()
        assert smtp_sink.mails == []
        clock.at += timedelta(minutes=16)
        await mailroom.alarm()
        await mailroom.alarm()
        (mail,) = smtp_sink.mails
        assert mail.rcpt_tos == ["chief@library.example"]
        assert "Mail does not come in: desk" in mail.message["Subject"]
        assert mail.message["Auto-Submitted"] == "auto-generated"
        body = mail.message.get_content()
        assert "desk / INBOX: it cannot be reached / 无法连接服务器" in body
        assert "Connection refused" in body
        clock.at += timedelta(hours=24)
        await mailroom.alarm()
        assert len(smtp_sink.mails) == 2
        async with library.house.database.transaction() as session:
            await session.execute(update(MailboxStatusRow).values(code="", since=clock.at, told_at=clock.at))
        await mailroom.alarm()
        await mailroom.alarm()
        assert ["comes in again" in one.message["Subject"] for one in smtp_sink.mails] == [False, False, True]


async def test_an_alarm_whose_relay_is_away_is_sent_later(
    dovecot_server: Dovecot, tmp_path: Path, smtp_sink: SmtpSink
) -> None:
    ill = mailbox(dovecot_server, dovecot_server.new_user(), tmp_path, port=1)
    clock = Hand()
    async with fetching(tmp_path, "sqlite", ill) as library:
        await stands(library, "connect")
        clock.at += timedelta(minutes=16)
        mailroom = room(library, clock, smtp_sink)
        smtp_sink.order("data", "451 4.3.0 later")
        await mailroom.alarm()
        assert smtp_sink.mails == []
        await mailroom.alarm()
        assert len(smtp_sink.mails) == 1


async def test_a_fetcher_that_says_nothing_for_an_hour_is_trouble(
    dovecot_server: Dovecot, tmp_path: Path, smtp_sink: SmtpSink
) -> None:
    clock = Hand()
    box = mailbox(dovecot_server, dovecot_server.new_user(), tmp_path)
    async with fetching(tmp_path, "sqlite", box) as library:
        await stands(library, "")
        clock.at += timedelta(minutes=61)
        await room(library, clock, smtp_sink).alarm()
    assert "nothing has been heard of it for an hour" in smtp_sink.mails[0].message.get_content()


async def test_every_night_once_and_only_news_is_mailed(
    dovecot_server: Dovecot, tmp_path: Path, smtp_sink: SmtpSink
) -> None:
    user = dovecot_server.new_user()
    dovecot_server.deliver(user, letter("one"))
    clock = Hand()
    async with fetching(tmp_path, "sqlite", mailbox(dovecot_server, user, tmp_path)) as library:
        await has(library, 1)
        # The house's own goes by today's clock, by which last night's would be due at any moment.
        await next(one for one in library.house.loops if one.name == "reconcile").close()
        mailroom = room(library, clock, smtp_sink)
        async with library.house.database.transaction() as session:
            await session.execute(update(MailboxStatusRow).values(since=NIGHT - timedelta(days=2)))
            await session.execute(delete(MailboxMailRow))
        clock.at = NIGHT - timedelta(minutes=1)
        await mailroom.compare_at_night()  # last night's, late: the service was not running then
        assert "no arrival is known" in smtp_sink.wait(1)[0].message.get_content()
        first = await compared_at(library)
        clock.at += timedelta(seconds=30)
        await mailroom.compare_at_night()
        assert await compared_at(library) == first
        clock.at = NIGHT + timedelta(minutes=1)
        await mailroom.compare_at_night()
        assert await compared_at(library) == clock.at
        await asyncio.sleep(0.1)
        assert len(smtp_sink.mails) == 1  # it is the same as yesterday
        assert (await standing(library))["desk/INBOX"] == ("", "")


async def compared_at(library: Library) -> datetime | None:
    async with library.house.database.read() as session:
        row = await session.get(MailboxStatusRow, ("desk", "INBOX"))
    return row.compared_at if row else None


def test_no_mailbox_no_loop(tmp_path: Path) -> None:
    assert Mailroom(Settings(data_dir=tmp_path), None, lambda: NIGHT).loops() == []  # type: ignore[arg-type]


async def test_supervisors_see_how_the_mailboxes_stand(dovecot_server: Dovecot, tmp_path: Path) -> None:
    user = dovecot_server.new_user()
    ill = mailbox(dovecot_server, user, tmp_path, name="ill", port=1)
    async with fetching(tmp_path, "sqlite", mailbox(dovecot_server, user, tmp_path), ill) as library:
        await stands(library, "connect", folder="ill/INBOX")
        await stands(library, "")
        await sentences(library)
        seen = {}
        for role in ("librarian", "supervisor"):
            async with library.house.database.transaction() as session:
                token = await create_token(
                    session, name=role, role=role, now=datetime.now(UTC), department_ids=[1]
                )
            async with aiohttp.ClientSession(library.url, headers={"Authorization": f"Bearer {token}"}) as client, \
                    client.get("/api/v1/mailboxes") as answer:
                seen[role] = (answer.status, await answer.json())
        async with aiohttp.ClientSession() as client, client.get(f"{library.url}/metrics") as answer:
            metrics = await answer.text()
    assert 'contactcenter_mailbox_up{account="desk",folder="INBOX"} 1.0' in metrics
    assert 'contactcenter_mailbox_up{account="ill",folder="INBOX"} 0.0' in metrics
    assert seen["librarian"][0] == 403
    status, body = seen["supervisor"]
    assert status == 200
    assert [(one["account"], one["folder"], one["code"]) for one in body["items"]] == [
        ("desk", "INBOX", ""), ("ill", "INBOX", "connect")
    ]
    assert "Connection refused" in body["items"][1]["words"]
    (difference,) = body["items"][1]["differences"]
    assert (difference["kind"], difference["count"]) == ("unasked", 0)
    assert difference["words"].startswith("it cannot be reached: ")
