"""A patron's chat in a real browser: both ends, the cable cut and healed, a second tab, a closed desk."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, FilePayload, Page, expect

from contactcenter.envelope import Raw
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.settings import Mail, Smtp
from contactcenter.tickets.tables import MessageRow, TicketRow
from tests.library import NEVER, Library, open_library
from tests.neighbours.axe import clean
from tests.neighbours.cable import Cable, laid
from tests.neighbours.smtp import SmtpSink

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
MINE = ".m.me:not(.pending):not(.fault)"


@asynccontextmanager
async def connected(folder: Path) -> AsyncIterator[tuple[Library, Cable, str]]:
    async with open_library(folder) as library, laid(int(library.url.rpartition(":")[2])) as cable:
        yield library, cable, f"http://127.0.0.1:{cable.port}"


async def say(page: Page, text: str) -> None:
    await page.locator("textarea").fill(text)
    await page.keyboard.press("Enter")


async def test_amina_and_rosa_talk(context: BrowserContext, page: Page, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library:
        await page.goto(f"{library.url}/chat")
        await page.get_by_label("Your name").fill("Amina Okafor")
        asked = "Can I renew my thesis loan?\nIt ends on Friday."
        await say(page, asked)
        await expect(page.locator(MINE)).to_have_count(1)
        rich = "<p>Yes, <b>twice</b>.</p><img src=x onerror=alert(1)>"
        await library.answer("Rosa Marín", 1, "Yes, twice.", html=rich)
        answer = page.locator(".m:not(.me) .b.rich")
        await expect(answer).to_contain_text("Yes, twice.")
        assert await answer.locator("img").count() == 0
        await expect(page.get_by_text("Rosa Marín is looking after you.")).to_be_visible()
        await say(page, "Thank you!")
        await expect(page.locator(MINE)).to_have_count(2)
        assert await library.texts(1) == [asked, "Yes, twice.", "Thank you!"]
        await page.reload()
        await expect(page.locator(".m")).to_have_count(3)
        other = await context.new_page()
        await other.goto(f"{library.url}/chat")
        await expect(other.locator(".m")).to_have_count(3)
        await say(other, "From my second tab")
        await expect(page.get_by_text("From my second tab")).to_be_visible()
        await library.answer("Rosa Marín", 1, "I see both.", then="close")
        for tab in (page, other):
            await expect(tab.get_by_text("I see both.")).to_have_count(1)
            await expect(tab.get_by_text("This conversation is closed.")).to_be_visible()
            assert await tab.locator(".m").count() == 5


async def test_an_answer_on_the_screen_is_delivered(page: Page, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library:
        await page.goto(f"{library.url}/chat")
        await say(page, "Hello")
        await expect(page.locator(MINE)).to_have_count(1)
        await library.answer("Rosa Marín", 1, "Good morning")
        await expect(page.get_by_text("Good morning")).to_be_visible()
        state = ""
        for _ in range(100):
            async with library.house.database.read() as session:
                delivery = await session.get(DeliveryRow, 1)
            state = delivery.state if delivery is not None else ""
            if state == "delivered":
                break
            await page.wait_for_timeout(50)
        assert state == "delivered"


async def test_the_conversation_by_mail(page: Page, tmp_path: Path, smtp_sink: SmtpSink) -> None:
    mail = Mail(smtp=Smtp(host="127.0.0.1", port=smtp_sink.port, security="none"))
    async with open_library(tmp_path / "house", mail=mail) as library:
        await page.goto(f"{library.url}/chat")
        await page.get_by_label("Your name").fill("Amina Okafor")
        await say(page, "Can I renew my thesis loan?")
        await expect(page.locator(MINE)).to_have_count(1)
        button = page.get_by_role("button", name="Send me this conversation")
        await expect(button).to_be_hidden()
        await library.answer("Rosa Marín", 1, "Yes, twice.", html="<p>Yes, <b>twice</b>.</p>", then="keep")
        await expect(page.get_by_text("Yes, twice.")).to_be_visible()
        await button.click()
        field = page.get_by_label("Send the conversation so far to")
        await expect(field).to_be_focused()
        await clean(page)
        await page.keyboard.type("amina")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("This does not look like an e-mail address.")).to_be_visible()
        await page.keyboard.type("@uni.example")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("The conversation is on its way to amina@uni.example.")).to_be_visible()
        await expect(field).to_be_hidden()
        await expect(button).to_be_focused()
        (kept,) = await asyncio.to_thread(smtp_sink.wait, 1)
        assert kept.rcpt_tos == ["amina@uni.example"]
        plain = kept.message.get_body(("plain",))
        assert plain is not None
        text = str(plain.get_content()).replace("\r\n", "\n")
        assert text.index("Amina Okafor, ") < text.index("Can I renew my thesis loan?") < text.index("Rosa Marín, ")
        assert text.index("Rosa Marín, ") < text.index("Yes, twice.")
        # What is answered to it comes into the conversation.
        letter = EmailMessage()
        letter["From"], letter["To"] = "Amina Okafor <amina@uni.example>", kept.message["Reply-To"]
        letter["Subject"], letter["Message-ID"] = f"Re: {kept.message['Subject']}", "<1@uni.example>"
        letter["In-Reply-To"] = kept.message["Message-ID"]
        letter.set_content("Thank you, I keep it.")
        accepted = await library.house.desk.accept_now(Raw("email", letter.as_bytes()))
        assert accepted.ticket_id == 1
        await expect(page.get_by_text("Thank you, I keep it.")).to_be_visible()


async def test_nothing_is_lost_or_doubled_when_the_cable_is_cut(page: Page, tmp_path: Path) -> None:
    async with connected(tmp_path) as (library, cable, url):
        await page.goto(f"{url}/chat")
        await say(page, "one")
        await expect(page.locator(MINE)).to_have_count(1)
        cable.cut()
        await expect(page.get_by_text("No connection.")).to_be_visible()
        await say(page, "two")
        await say(page, "three")
        await expect(page.get_by_text("Waiting for the connection")).to_have_count(2)
        await library.answer("Rosa Marín", 1, "Are you there?")
        cable.heal()
        await expect(page.locator(MINE)).to_have_count(3, timeout=20_000)
        await expect(page.get_by_text("Are you there?")).to_have_count(1)
        assert await library.texts(1) == ["one", "Are you there?", "two", "three"]
        shown = await page.locator(".m .b").all_inner_texts()
        assert shown == ["one", "Are you there?", "two", "three"], "in the order of the ticket"


async def test_a_lost_receipt_doubles_nothing(page: Page, tmp_path: Path) -> None:
    async with connected(tmp_path) as (library, cable, url):
        await page.goto(f"{url}/chat")
        await expect(page.locator(".head p")).to_contain_text("General desk")
        cable.answers_pass = False
        await say(page, "the first, whose receipt is lost")
        for _ in range(100):
            if await library.count(TicketRow):
                break
            await page.wait_for_timeout(50)
        cable.cut()
        cable.heal()
        await expect(page.locator(MINE)).to_have_count(1, timeout=20_000)
        cable.answers_pass = False
        await say(page, "the second, the same way")
        for _ in range(100):
            if await library.count(MessageRow) == 2:
                break
            await page.wait_for_timeout(50)
        cable.cut()
        cable.heal()
        await expect(page.locator(MINE)).to_have_count(2, timeout=20_000)
        assert await library.count(TicketRow) == 1
        assert await library.texts(1) == ["the first, whose receipt is lost", "the second, the same way"]


async def test_what_was_not_sent_survives_the_browser(context: BrowserContext, page: Page, tmp_path: Path) -> None:
    async with connected(tmp_path) as (library, cable, url):
        await page.goto(f"{url}/chat")
        await say(page, "one")
        await expect(page.locator(MINE)).to_have_count(1)
        # The browser knows before the connection does.
        await context.set_offline(True)
        await expect(page.get_by_text("No connection.")).to_be_visible(timeout=2_000)
        await context.set_offline(False)
        await expect(page.get_by_text("No connection.")).to_be_hidden()
        cable.cut()
        await expect(page.get_by_text("No connection.")).to_be_visible()
        await say(page, "written without a connection")
        await page.close()
        cable.heal()
        again = await context.new_page()
        await again.goto(f"{url}/chat")
        await expect(again.locator(MINE)).to_have_count(2)
        assert await library.texts(1) == ["one", "written without a connection"]


async def test_a_closed_desk_says_so_and_takes_a_message(page: Page, tmp_path: Path) -> None:
    async with open_library(tmp_path, hours=NEVER) as library:
        await page.goto(f"{library.url}/chat")
        await expect(page.get_by_text("The desk is closed now. Leave your question")).to_be_visible()
        await say(page, "Is the reading room open on Sunday?")
        await expect(page.get_by_role("alert")).to_contain_text("Give an e-mail address")
        assert await library.count(TicketRow) == 0
        await page.get_by_label("E-mail").fill("amina@example.org")
        await page.get_by_role("button", name="Send").click()
        await expect(page.get_by_text("The desk is closed now; you get an answer when it opens.")).to_be_visible()
        assert (await library.ticket(1)).reply_value == "amina@example.org"


async def test_files_by_the_picker(page: Page, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library:
        await page.goto(f"{library.url}/chat")
        await page.locator("input[type=file]").set_input_files(
            FilePayload(name="权限不足.png", mimeType="image/png", buffer=b"\x89PNG" * 1000)
        )
        await expect(page.locator(".chosen li")).to_contain_text("4 kB")
        await page.get_by_role("button", name="Send").click()
        link = page.locator("a.f")
        await expect(link).to_contain_text("权限不足.png")
        async with page.expect_download() as downloading:
            await link.click()
        download = await downloading.value
        assert download.suggested_filename == "权限不足.png"
        assert (await download.path()).read_bytes() == b"\x89PNG" * 1000
        assert await library.texts(1) == [""]


async def test_enter_chooses_a_word_before_it_sends(page: Page, tmp_path: Path) -> None:
    """While a Chinese word is being composed, Enter belongs to the input method."""
    async with open_library(tmp_path) as library:
        await page.goto(f"{library.url}/chat")
        await page.locator("textarea").fill("xujie")
        await page.locator("textarea").evaluate(
            "(box) => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
        )
        await page.wait_for_timeout(200)
        assert await library.count(TicketRow) == 0
        await page.keyboard.press("Enter")
        await expect(page.locator(MINE)).to_have_count(1)


async def test_a_shared_computer_is_left_clean(page: Page, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library:
        await page.goto(f"{library.url}/chat?queue=law&name=Amina&email=amina@uni.example")
        await expect(page.get_by_label("Your name")).to_have_value("Amina")
        await say(page, "a private question")
        await expect(page.locator(MINE)).to_have_count(1)
        await page.get_by_role("button", name="Finish and clear this device").click()
        await page.get_by_role("button", name="Remove it").click()
        await expect(page.get_by_text("a private question")).to_have_count(0)
        for label in ("Your name", "E-mail"):
            await expect(page.get_by_label(label)).to_have_value("")
        assert "amina" not in page.url.lower()
        assert "private" not in str(await page.evaluate("JSON.stringify(localStorage)"))
        await page.reload()
        await expect(page.get_by_text(re.compile("^Hello!"))).to_be_visible()
        await expect(page.get_by_label("Your name")).to_have_value("")
        await say(page, "another reader")
        await expect(page.locator(MINE)).to_have_count(1)
        assert await library.count(TicketRow) == 2


async def test_a_token_that_leads_nowhere_opens_a_new_conversation(page: Page, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library:
        await page.goto(f"{library.url}/chat")
        await page.evaluate(
            "localStorage.setItem(`contactcenter chat ${location.origin}`, JSON.stringify({token: 'old.token', unsent: "
            "[{client_id: 'kept-0001', text: 'not yet sent', files: []}]}))"
        )
        await page.reload()
        await page.get_by_role("button", name="Try again").click()
        await expect(page.locator(MINE)).to_have_count(1)
        assert await library.texts(1) == ["not yet sent"]
