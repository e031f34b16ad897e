"""Asking by the form, as a browser without JavaScript does, and following the inquiry."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from contactcenter.portal.ask import TRAP
from contactcenter.portal.links import InquiryLinks
from contactcenter.settings import Http
from contactcenter.tickets.tables import AttachmentRow, MessageRow, TicketRow
from tests.library import Library, open_library

HERE = {"Sec-Fetch-Site": "same-origin"}
WORDS = {
    "name": "李雷", "email": "li.lei@example.edu", "subject": "续借", "text": "学位论文可以续借吗？", "queue": "law",
}


@pytest_asyncio.fixture
async def library(tmp_path: Path, database_url: str) -> AsyncIterator[Library]:
    async with open_library(tmp_path, database_url=database_url, http=Http(max_upload_bytes=100_000)) as opened:
        yield opened


@pytest_asyncio.fixture
async def reader(library: Library) -> AsyncIterator[aiohttp.ClientSession]:
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(library.url, cookie_jar=jar, headers={"Accept-Language": "en"}) as session:
        yield session


def a_while_ago(library: Library) -> str:
    """The number of a form that was shown a minute ago."""
    from contactcenter.portal.links import FormSeals  # noqa: PLC0415

    return FormSeals(library.house.key).new(library.house.clock() - timedelta(minutes=1))


def form(
    fields: dict[str, str], files: dict[str, bytes] | None = None, *, kept: tuple[str, ...] = ()
) -> aiohttp.FormData:
    data = aiohttp.FormData(default_to_multipart=True)
    for name, value in fields.items():
        data.add_field(name, value)
    for one in kept:
        data.add_field("kept", one)
    for name, content in (files or {}).items():
        data.add_field("files", content, filename=name, content_type="application/pdf")
    return data


async def test_li_lei_asks_and_follows(library: Library, reader: aiohttp.ClientSession) -> None:
    shown = await (await reader.get("/ask")).text()
    assert 'name="client_id"' in shown
    sent = await reader.post(
        "/ask", data=form({**WORDS, "client_id": a_while_ago(library)}, {"书单.pdf": b"%PDF-1.7 list"}), headers=HERE
    )
    assert sent.url.path == "/ask/thanks"
    thanks = await sent.text()
    assert "number 1" in thanks
    assert "confirmation is on its way" in thanks
    link = re.search(r'href="(/t/[^"]+)"', thanks)
    assert link
    ticket = await library.ticket(1)
    assert (ticket.subject, ticket.channel, ticket.patron_name, ticket.reply_value, ticket.state) == (
        "续借", "web_form", "李雷", "li.lei@example.edu", "open",
    )
    await library.answer("王芳", 1, "可以", html="<p>可以，<b>两次</b></p>")
    page = await reader.get(link[1])
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    text = await page.text()
    assert "学位论文可以续借吗？" in text
    assert "<b>两次</b>" in text
    assert "王芳" in text
    file = re.search(r'href="(/chat/file/[^"]+)"', text)
    assert file
    assert await (await reader.get(file[1])).read() == b"%PDF-1.7 list"
    again = await reader.post(link[1], data=form({"text": "谢谢！", "client_id": a_while_ago(library)}), headers=HERE)
    assert again.status == 200
    assert "谢谢！" in await again.text()
    assert await library.texts(1) == ["学位论文可以续借吗？", "可以", "谢谢！"]
    assert (await library.ticket(1)).state == "open", "the patron wrote: it is open again"


async def test_a_double_submit_is_one_inquiry(library: Library, reader: aiohttp.ClientSession) -> None:
    fields = {**WORDS, "client_id": a_while_ago(library)}
    for _ in range(2):
        answer = await reader.post("/ask", data=form(fields, {"a.pdf": b"a"}), headers=HERE)
        assert "number 1" in await answer.text()
    assert await library.count(TicketRow) == 1
    await reader.post("/ask", data=form({**fields, "text": "另一个问题"}), headers=HERE)
    assert await library.count(TicketRow) == 2


async def test_what_was_typed_and_attached_comes_back(library: Library, reader: aiohttp.ClientSession) -> None:
    fields = {**WORDS, "email": "li.lei", "text": 'a "quoted" <b>', "client_id": a_while_ago(library)}
    refused = await reader.post("/ask", data=form(fields, {"书单.pdf": b"%PDF-1.7 list"}), headers=HERE)
    text = await refused.text()
    assert refused.status == 422
    assert 'value="li.lei"' in text
    assert "a &#34;quoted&#34; &lt;b&gt;" in text
    assert '<option value="law" selected>' in text
    assert 'aria-invalid="true"' in text
    kept = re.search(r'name="kept" value="([^"]+)" checked', text)
    assert kept
    assert await library.count(TicketRow) == 0
    sent = await reader.post("/ask", data=form({**fields, "email": WORDS["email"]}, kept=(kept[1],)), headers=HERE)
    assert sent.url.path == "/ask/thanks"
    assert await library.count(AttachmentRow) == 1


@pytest.mark.parametrize("headers", [
    {}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"},
    {"Origin": "null"}, {"Referer": "https://evil.example/x"},
])
async def test_another_sites_form_is_refused(
    library: Library, reader: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    own = InquiryLinks(library.house.key).path(1)
    await reader.post("/ask", data=form({**WORDS, "client_id": a_while_ago(library)}), headers=HERE)
    for path in ("/ask", own):
        answer = await reader.post(path, data=form({**WORDS, "client_id": a_while_ago(library)}), headers=headers)
        assert answer.status == 403
        assert "another site" in await answer.text()
    assert await library.count(MessageRow) == 1


async def test_an_older_browser_says_origin_or_referer(library: Library, reader: aiohttp.ClientSession) -> None:
    for number, headers in enumerate(({"Origin": library.url}, {"Referer": f"{library.url}/ask"}), start=1):
        answer = await reader.post(
            "/ask", data=form({**WORDS, "client_id": a_while_ago(library)}), headers=headers
        )
        assert answer.url.path == "/ask/thanks"
        assert await library.count(TicketRow) == number


@pytest.mark.parametrize(("change", "rule"), [
    ({TRAP: "https://spam.example"}, "form_trap"), ({"client_id": "made up"}, "form_not_ours"), ({}, "form_too_fast"),
])
async def test_a_machine_is_set_aside_and_never_dropped(
    library: Library, reader: aiohttp.ClientSession, change: dict[str, str], rule: str
) -> None:
    from contactcenter.portal.links import FormSeals  # noqa: PLC0415

    fresh = FormSeals(library.house.key).new(library.house.clock())
    fields = {**WORDS, "client_id": fresh if rule == "form_too_fast" else a_while_ago(library), **change}
    answer = await reader.post("/ask", data=form(fields), headers=HERE)
    assert answer.url.path == "/ask/thanks"
    assert "confirmation" not in await answer.text(), "none is sent to a machine"
    ticket = await library.ticket(1)
    assert ticket.state == "junk"
    async with library.house.database.read() as session:
        message = await session.get(MessageRow, 1)
    assert message is not None
    assert message.automatic == rule
    assert message.text == WORDS["text"]


async def test_a_file_too_large_is_named_and_the_words_stay(library: Library, reader: aiohttp.ClientSession) -> None:
    answer = await reader.post(
        "/ask", data=form({**WORDS, "client_id": a_while_ago(library)}, {"big.pdf": b"x" * 100_001, "small.pdf": b"x"}),
        headers=HERE,
    )
    text = await answer.text()
    assert answer.status == 422
    assert "larger than 100 kB" in text
    assert "small.pdf" in text
    assert WORDS["text"] in text


async def test_what_is_no_form_is_told_so(library: Library, reader: aiohttp.ClientSession) -> None:
    for body, type_ in (
        (b"a=b", "application/x-www-form-urlencoded"), (b"junk", "multipart/form-data"),
        (b"junk", "multipart/form-data; boundary=x"),
        (b"--x\r\n\r\nno name\r\n--x--", "multipart/form-data; boundary=x"),
    ):
        answer = await reader.post("/ask", data=body, headers=HERE | {"Content-Type": type_})
        assert answer.status in (400, 422)
    many = form({f"field{number}": "x" for number in range(80)})
    assert (await reader.post("/ask", data=many, headers=HERE)).status == 400
    huge = await reader.post("/ask", data=form({"text": "x" * 400_000}), headers=HERE)
    assert huge.status == 422
    assert await library.count(TicketRow) == 0


async def test_an_address_nobody_made_leads_nowhere(library: Library, reader: aiohttp.ClientSession) -> None:
    links = InquiryLinks(library.house.key)
    foreign = InquiryLinks(b"another house").path(1)
    for path in ("/t/x", "/t/AAAAAAAAAAE.AAAAAAAAAAAAAAAAAAAAAA", foreign, links.path(99)):
        answer = await reader.get(path)
        assert answer.status == 404
        assert "does not exist" in await answer.text()


async def test_one_patrons_page_shows_nothing_of_anothers(library: Library, reader: aiohttp.ClientSession) -> None:
    for text in ("mine alone", "theirs alone"):
        fields = {**WORDS, "text": text, "client_id": a_while_ago(library)}
        await reader.post("/ask", data=form(fields), headers=HERE)
    page = await (await reader.get(InquiryLinks(library.house.key).path(1))).text()
    assert "mine alone" in page
    assert "theirs alone" not in page


async def test_a_flood_is_held_up_and_the_words_come_back(tmp_path: Path) -> None:
    headers = HERE | {"X-Forwarded-For": "203.0.113.9"}
    async with (
        open_library(tmp_path, http=Http(trusted_proxies=1)) as library,
        aiohttp.ClientSession(library.url) as client,
    ):
        for _ in range(20):
            await client.post("/ask", data=form({}), headers=headers)
        answer = await client.post("/ask", data=form(WORDS), headers=headers)
        assert answer.status == 429
        assert WORDS["text"] in await answer.text()


async def test_control_characters_are_no_trouble(library: Library, reader: aiohttp.ClientSession) -> None:
    fields = {
        "name": "A\x00mina", "email": "", "subject": "a\x00\x1b loan", "text": "two\x00lines\r\nhere",
        "queue": "x\x00y", "client_id": a_while_ago(library),
    }
    answer = await reader.post("/ask", data=form(fields, {"a\u202eb.pdf": b"x"}), headers=HERE)
    assert "number 1" in await answer.text()
    ticket = await library.ticket(1)
    assert (ticket.patron_name, ticket.subject) == ("A mina", "a loan")
    assert await library.texts(1) == ["two\ufffdlines\nhere"]
