"""Amina mails; Rosa takes it and Tomas cannot; Amina's own mail server gets the answer, and she writes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import aiohttp
import aiosmtplib
import pytest_asyncio

from contactcenter.accounts.add_staff import add_staff
from contactcenter.accounts.set_membership import set_membership
from contactcenter.accounts.start_session import start_session
from contactcenter.clock import now
from contactcenter.db.engine import Database
from contactcenter.settings import Database as DatabaseSettings
from tests.kill.served import Served
from tests.neighbours.smtp import SmtpSink


@pytest_asyncio.fixture
async def served(database_url: str, tmp_path: Path, smtp_sink: SmtpSink) -> AsyncIterator[Served]:
    """The product as it is started, its answers going to a real SMTP server."""
    async with Served(tmp_path, database_url, smtp_sink.port).up() as running:
        yield running


class Librarian:
    """Somebody of staff at the API, signed in."""

    def __init__(self, served: Served, token: str, csrf: str) -> None:
        self.headers = {"Cookie": f"cc_session={token}", "X-CSRF-Token": csrf}
        self.url = f"{served.url}/api/v1"

    async def asks(self, method: str, path: str, **body: object) -> tuple[int, dict[str, object]]:
        async with (
            aiohttp.ClientSession(headers=self.headers) as client,
            client.request(method, self.url + path, json=body or None) as answer,
        ):
            return answer.status, await answer.json(content_type=None)

    async def sees(self) -> list[dict[str, object]]:
        items = (await self.asks("GET", "/tickets"))[1]["items"]
        assert isinstance(items, list)
        return items


async def employed(served: Served, database_url: str, **people: list[int]) -> list[Librarian]:
    """Librarians of these departments, each signed in."""
    database = Database(DatabaseSettings(url=database_url), served.folder)
    signed_in = []
    for login, departments in people.items():
        async with database.transaction() as session:
            staff_id = await add_staff(session, login=login, name=login.title(), role="librarian",
                                       password_hash=None, now=now())
            await set_membership(session, staff_id=staff_id, department_ids=departments, now=now())
            signed_in.append(Librarian(served, *await start_session(session, staff_id=staff_id, now=now())))
    await database.close()
    return signed_in


async def mails(served: Served, text: str, *, to: str = "help@library.example", **headers: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Amina Okafor <amina@uni.example>", to, "Renewing a loan"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    await aiosmtplib.send(message, hostname="127.0.0.1", port=served.mail_port, recipients=[to])


async def until(librarian: Librarian, count: int) -> dict[str, object]:
    """Her newest ticket, once it has this many messages."""
    async with asyncio.timeout(10):
        while not (items := await librarian.sees()) or items[0]["message_count"] != count:
            await asyncio.sleep(0.05)
    return items[0]


async def test_amina_renews(served: Served, database_url: str, smtp_sink: SmtpSink) -> None:
    rosa, tomas = await employed(served, database_url, rosa=[1], tomas=[])

    await mails(served, "May I renew my loan?", message_id="<first@uni.example>")
    ticket = await until(rosa, 1)
    acknowledgement = smtp_sink.wait(1)[0].message
    assert acknowledgement["Auto-Submitted"] == "auto-replied"
    said = acknowledgement.get_body(("plain",))
    assert said is not None
    page = next(line for line in said.get_content().splitlines() if line.startswith(served.url))
    async with aiohttp.ClientSession() as browser, browser.get(page) as shown:
        assert shown.status == 200
        assert "May I renew my loan?" in await shown.text()

    assert await tomas.sees() == []
    assert (await tomas.asks("POST", f"/tickets/{ticket['id']}/take"))[0] == 404
    status, taken = await rosa.asks("POST", f"/tickets/{ticket['id']}/take")
    assert (status, taken["assignee_name"], taken["lane"]) == (200, "Rosa", "open")

    status, _ = await rosa.asks(
        "POST", f"/tickets/{ticket['id']}/replies", text="Yes, until 1 March.", client_id="rosa-answer-1",
        expected_version=taken["version"],
    )
    assert status == 201
    answer = smtp_sink.wait(2)[1].message
    assert (answer["To"], answer["In-Reply-To"]) == ("Amina Okafor <amina@uni.example>", "<first@uni.example>")
    plain = answer.get_body(("plain",))
    assert plain is not None
    assert "until 1 March" in plain.get_content()
    assert (await rosa.sees())[0]["state"] == "waiting_patron"

    # She answers as mail programs do: to the signed address, naming the signed Message-ID.
    await mails(served, "Thank you!", to=answer["Reply-To"].addresses[0].addr_spec, in_reply_to=answer["Message-ID"])
    again = await until(rosa, 3)
    assert (again["id"], again["state"], again["lane"], again["preview"]) == (ticket["id"], "open", "open", "Thank you!")
