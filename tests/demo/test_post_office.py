"""The post office: what patrons received, and answering as one of them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage

import pytest
import pytest_asyncio

from contactcenter.demo import post_office
from contactcenter.demo.by_mail import post
from contactcenter.demo.letters import letter
from contactcenter.demo.patrons import AMINA, LI_LEI, Patron
from contactcenter.demo.post_office import Letter, PostOffice
from tests.demo.stage import Stage, open_stage, until

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path_factory.mktemp("demo")) as opened:
        yield opened


async def ask(stage: Stage, patron: Patron, subject: str, *, file: str | None = None) -> int:
    """A patron writes a mail; the ticket's number."""
    mail = letter(patron, to="help@library.example", subject=subject, text="Is it there?", at=datetime.now(UTC), file=file)
    await post(mail, patron.address, stage.settings)

    async def opened() -> int:
        await stage.sit_down("ines")
        async with stage.http.get(f"{stage.url}/api/v1/tickets?view=all") as answer:
            found = [one["id"] for one in (await answer.json())["items"] if one["subject"] == subject]
            return found[0] if found else 0

    return await until(opened)


async def received(stage: Stage, patron: Patron, ticket_id: int, *, automatic: bool) -> Letter:
    """What lies in a patron's box about a ticket."""

    async def lies() -> list[Letter]:
        return [
            one for one in stage.demo.office.letters(patron.address)
            if f"[#{ticket_id}]" in one.subject and one.automatic is automatic
        ]

    return (await until(lies))[0]


async def test_an_answer_lies_in_the_patrons_box_in_its_thread(stage: Stage) -> None:
    ticket_id = await ask(stage, AMINA, "An atlas of rivers")
    receipt = await received(stage, AMINA, ticket_id, automatic=True)
    await stage.library.answer("Rosa Marín", ticket_id, "It is on the third floor.")
    got = await received(stage, AMINA, ticket_id, automatic=False)
    assert "third floor" in got.text()
    assert got.message["In-Reply-To"] == receipt.message["In-Reply-To"]
    async with stage.http.get(f"{stage.url}/post-office?to={AMINA.address}") as answer:
        page = await answer.text()
    assert f"/post-office/{got.number}" in page
    async with stage.http.get(f"{stage.url}/post-office/{got.number}") as answer:
        page = await answer.text()
    assert str(got.message["Message-ID"]).strip("<>") in page
    assert 'sandbox title="' in page


async def test_a_letter_s_html_runs_and_loads_nothing(stage: Stage) -> None:
    ticket_id = await ask(stage, AMINA, "A map of the quays")
    got = await received(stage, AMINA, ticket_id, automatic=True)
    async with stage.http.get(f"{stage.url}/post-office/{got.number}/html") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "<html" in (await answer.text()).lower()
    assert "default-src 'none'" in policy
    assert "sandbox" in policy.split("; ")
    assert "script-src" not in policy


async def test_an_answer_as_the_patron_joins_the_ticket(stage: Stage) -> None:
    ticket_id = await ask(stage, LI_LEI, "馆际互借一本日文书")
    await stage.library.answer("王芳", ticket_id, "大约三周。")
    got = await received(stage, LI_LEI, ticket_id, automatic=False)
    async with stage.http.post(
        f"{stage.url}/post-office/{got.number}", data={"text": "好的，麻烦您帮我申请。"}, headers={"Origin": stage.url},
    ) as answer:
        assert answer.status == 200
        assert "Sent." in await answer.text()

    async def third() -> str:
        texts = await stage.library.texts(ticket_id)
        return texts[2] if len(texts) > 2 else ""

    assert (await until(third)).startswith("好的，麻烦您帮我申请。")
    ticket = await stage.library.ticket(ticket_id)
    assert ticket.state == "open"


async def test_another_site_cannot_write_as_a_patron(stage: Stage) -> None:
    ticket_id = await ask(stage, AMINA, "A locked cabinet")
    got = await received(stage, AMINA, ticket_id, automatic=True)
    async with stage.http.post(
        f"{stage.url}/post-office/{got.number}", data={"text": "x"}, headers={"Origin": "http://elsewhere.example"},
    ) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("text", ["", "  \r\n ", "x" * 20_001])
async def test_nothing_and_too_much_are_refused_with_what_was_typed(stage: Stage, text: str) -> None:
    kept = stage.demo.office.keep(AMINA.address, b"From: help@library.example\nSubject: s\n\nt\n", at=datetime.now(UTC))
    async with stage.http.post(
        f"{stage.url}/post-office/{kept.number}", data={"text": text}, headers={"Origin": stage.url},
    ) as answer:
        assert answer.status == 422
        assert f">{text.strip()}</textarea>" in await answer.text()


async def test_attachments_are_downloads(stage: Stage) -> None:
    mail = EmailMessage()
    mail["To"], mail["Subject"] = AMINA.address, "Scans"
    mail.set_content("Here they are.")
    mail.add_attachment(b"<script>alert(1)</script>", maintype="text", subtype="html", filename="第一页.html")
    kept = stage.demo.office.keep(AMINA.address, mail.as_bytes(), at=datetime.now(UTC))
    async with stage.http.get(f"{stage.url}/post-office/{kept.number}/files/0") as answer:
        assert (await answer.read()).strip() == b"<script>alert(1)</script>"
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    async with stage.http.get(f"{stage.url}/post-office/{kept.number}/files/1") as answer:
        assert answer.status == 404


async def test_what_a_mail_says_is_text_on_the_page(stage: Stage) -> None:
    raw = b"From: a@b.example\nTo: =?utf-8?q?=3Cimg_src=3Dx=3E?= <a@b.example>\nSubject: <b>bold</b>\n\n<i>x</i>\n"
    kept = stage.demo.office.keep("a@b.example", raw, at=datetime.now(UTC))
    for path in ("/post-office", f"/post-office/{kept.number}"):
        async with stage.http.get(stage.url + path) as answer:
            page = await answer.text()
        assert "&lt;b&gt;bold" in page
        assert not re.search(r"<b>bold|<img src=x|<i>x", page)


async def test_a_long_name_is_shown_as_it_is_written() -> None:
    name = "María Fernanda de los Ángeles Rodríguez-Santamaría y Hernández"
    mail = EmailMessage()
    mail["To"] = Address(name, "mf", "riverside.example")
    kept = PostOffice().keep("mf@riverside.example", mail.as_bytes(), at=datetime.now(UTC))
    assert b"?=\n =?" in kept.content, "the name takes two encoded words"
    assert kept.name == name


async def test_a_letter_that_is_gone_says_so(stage: Stage) -> None:
    async with stage.http.get(f"{stage.url}/post-office/999999") as answer:
        assert answer.status == 404


async def test_it_keeps_no_more_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post_office, "MOST_LETTERS", 3)
    monkeypatch.setattr(post_office, "MOST_BYTES", 25)
    office = PostOffice()
    for number in range(5):
        office.keep("A@b.example", b"12345", at=datetime.now(UTC))
        assert office.letters()[0].number == number + 1
    assert [one.number for one in office.letters("a@b.example")] == [5, 4, 3]
    office.keep("a@b.example", b"1" * 20, at=datetime.now(UTC))
    assert [one.number for one in office.letters()] == [6, 5]
    office.keep("a@b.example", b"1" * 100, at=datetime.now(UTC))
    assert [one.number for one in office.letters()] == [7]


async def test_each_recipient_of_one_mail_sees_in_their_box_who_got_it(stage: Stage) -> None:
    mail = b"To: Amina <amina@riverside.example>\nCc: =?utf-8?b?6ZmI5pWZ5o6I?= <chen@law.example>, x@y.example\nSubject: Both\n\nYes.\n"
    boxes = {who: stage.demo.office.keep(who, mail, at=datetime.now(UTC)) for who in (AMINA.address, "chen@law.example", "x@y.example")}
    assert [(one.name, one.copy) for one in boxes.values()] == [
        ("Amina", False), ("陈教授", True), ("x@y.example", True),
    ]
    async with stage.http.get(f"{stage.url}/post-office/{boxes['chen@law.example'].number}") as answer:
        page = await answer.text()
    for words in ("amina@riverside.example", "陈教授", "x@y.example"):
        assert words in page
    assert page.index("this box") > page.index("chen@law.example")
    async with stage.http.get(f"{stage.url}/post-office?to=chen@law.example") as answer:
        assert '<span class="chip">Cc</span>' in await answer.text()
