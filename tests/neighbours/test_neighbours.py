"""The neighbours are what they say they are."""

from __future__ import annotations

import smtplib
import socket
import ssl
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
import pytest_socket
from playwright.async_api import Page
from sqlalchemy import text

from contactcenter.db.engine import Database
from tests.neighbours import chromium, dovecot, smtp
from tests.neighbours.last_will import alive, family


def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "amina@example.org", "help@library.example", "续借"
    message.set_content("May I renew my thesis loan?\n")
    return message


def test_only_this_machine_may_be_spoken_to() -> None:
    # It warns before it refuses, and warnings are errors here.
    with pytest.raises((UserWarning, pytest_socket.SocketConnectBlockedError)), socket.socket() as wire:
        wire.connect(("192.0.2.1", 80))


async def test_a_database_has_the_dialect_that_was_asked_for(database: Database, dialect: str) -> None:
    question = "SELECT sqlite_version()" if dialect == "sqlite" else "SHOW server_version"
    async with database.read() as session:
        version = str((await session.execute(text(question))).scalar_one())
    assert version.startswith("3." if dialect == "sqlite" else "18.")


@pytest.mark.parametrize("_turn", [1, 2])
async def test_two_tests_share_no_database(database: Database, _turn: int) -> None:
    # The second would fail, since the table is there, if it got the first one's database.
    async with database.transaction() as session:
        await session.execute(text("CREATE TABLE only_here (id integer)"))


def test_the_sink_keeps_a_mail_and_can_refuse(smtp_sink: smtp.SmtpSink) -> None:
    smtp_sink.order("data", "451 4.3.0 later")
    with smtplib.SMTP("127.0.0.1", smtp_sink.port) as client:
        with pytest.raises(smtplib.SMTPDataError, match="later"):
            client.send_message(letter())
        client.send_message(letter())
    (kept,) = smtp_sink.wait(1)
    assert kept.message["Subject"] == "续借"
    assert kept.rcpt_tos == ["help@library.example"]
    assert not kept.encrypted


def test_the_sink_can_keep_a_mail_and_hang_up(smtp_sink: smtp.SmtpSink) -> None:
    smtp_sink.order("lost")
    with pytest.raises(smtplib.SMTPServerDisconnected), smtplib.SMTP("127.0.0.1", smtp_sink.port) as client:
        client.send_message(letter())
    assert len(smtp_sink.wait(1)) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_sink_speaks_tls(security: smtp.Security, tmp_path: Path) -> None:
    with smtp.running(tmp_path, security=security, password="right") as sink:
        trust = ssl.create_default_context(cafile=sink.ca_file)
        client = (
            smtplib.SMTP_SSL("127.0.0.1", sink.port, context=trust)
            if security == "tls"
            else smtplib.SMTP("127.0.0.1", sink.port)
        )
        with client:
            if security == "starttls":
                client.starttls(context=trust)
            client.login("desk", "right")
            client.send_message(letter())
        assert sink.wait(1)[0].login == "desk"


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="session")
async def test_the_browser_shows_chinese(page: Page) -> None:
    if not chromium.chinese_font():
        pytest.skip(chromium.MISSING)
    # Without a font for them both are the same empty box.
    await page.set_content("<b id=a style='font-size:40px'>图</b><p><b id=b style='font-size:40px'>馆</b>")
    assert await page.locator("#a").screenshot() != await page.locator("#b").screenshot()


STARTS_THEM = """
import time
from tests.neighbours import dovecot, postgres
with dovecot.running() as imap, postgres.running() as database:
    print(imap.process.pid, imap.folder, database.pid(), database.folder, flush=True)
    time.sleep(60)
"""


def test_the_servers_end_with_tests_that_are_killed() -> None:
    if dovecot.executable() is None:
        pytest.skip(dovecot.MISSING)
    with subprocess.Popen(
        [sys.executable, "-c", STARTS_THEM], cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True
    ) as tests:
        assert tests.stdout is not None
        imap, mails, master, database = tests.stdout.readline().split()
        theirs = [*family(int(imap)), *family(int(master))]
        assert len(theirs) > 4
        tests.kill()
    deadline = time.monotonic() + 20
    while True:
        left = [pid for pid in theirs if alive(pid)]
        folders = [folder for folder in (mails, database) if Path(folder).exists()]
        if not left and not folders:
            return
        assert time.monotonic() < deadline, (left, folders)
        time.sleep(0.05)
