"""Two people at once: a chat from both ends, mail on an open console, the connection cut and healed."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import pytest
from playwright.async_api import Browser, Page, expect

from contactcenter.settings import Mail
from tests.browser.console import at_the_console
from tests.library import open_library
from tests.neighbours.cable import laid
from tests.neighbours.ports import free_port

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
MINE = ".m.me:not(.pending):not(.fault)"
AT_ONCE_MS = 1_000
"""Mail is on an open console within a second."""


async def say(page: Page, text: str) -> None:
    await page.locator("textarea").fill(text)
    await page.keyboard.press("Enter")


async def test_a_chat_from_both_ends(browser: Browser, page: Page, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library) as rosa:
        await page.goto(f"{library.url}/chat")
        await page.get_by_label("Your name").fill("Amina Okafor")
        await say(page, "Can I renew my thesis loan?")
        await rosa.row(1).click()
        await expect(rosa.messages).to_have_count(1)
        await page.locator("textarea").press_sequentially("It ends")
        await expect(rosa.page.locator(".main")).to_contain_text("Amina Okafor is typing")
        await rosa.write("Yes, twice.")
        await expect(page.get_by_text("Rosa Marín is typing")).to_be_visible()
        await rosa.page.keyboard.press("Control+Enter")
        await expect(page.locator(".m:not(.me) .b")).to_contain_text("Yes, twice.")
        await say(page, "Thank you!")
        await expect(rosa.messages).to_have_count(3)
        await expect(rosa.messages.last).to_contain_text("Thank you!")
        assert await library.texts(1) == ["Can I renew my thesis loan?", "Yes, twice.", "Thank you!"]


async def test_a_mail_is_on_the_open_console_at_once(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    mail = Mail(listen=f"127.0.0.1:{port}", address="help@library.example")
    async with open_library(tmp_path, mail=mail) as library, at_the_console(browser, library) as rosa:
        await expect(rosa.page.locator("[data-ticket]")).to_have_count(0)
        letter = EmailMessage()
        letter["From"], letter["To"] = "Amina Okafor <amina@uni.example>", "help@library.example"
        letter["Subject"], letter["Message-ID"] = "续借 my thesis loan", "<1@uni.example>"
        letter.set_content("Could it be extended by ten days?\n")
        await aiosmtplib.send(letter, hostname="127.0.0.1", port=port, start_tls=False)
        await expect(rosa.row(1)).to_contain_text("续借 my thesis loan", timeout=AT_ONCE_MS)
        await rosa.row(1).click()
        await expect(rosa.messages).to_contain_text(["Could it be extended by ten days?"])


async def test_cut_and_healed_nothing_is_lost_or_doubled(browser: Browser, page: Page, tmp_path: Path) -> None:
    async with (
        open_library(tmp_path) as library,
        laid(int(library.url.rpartition(":")[2])) as cable,
        at_the_console(browser, library, address=f"http://127.0.0.1:{cable.port}") as rosa,
    ):
        await page.goto(f"{library.url}/chat")
        await say(page, "Before the cut")
        await rosa.row(1).click()
        await expect(rosa.messages).to_have_count(1)
        await rosa.write("Written before, sent while it was cut")
        cable.cut()
        await expect(rosa.page.get_by_role("status").filter(has_text="connection")).to_be_visible()
        for number in range(3):
            await say(page, f"While it was cut {number}")
            await expect(page.locator(MINE)).to_have_count(number + 2)
        await rosa.page.keyboard.press("Control+Enter")
        await expect(rosa.page.locator("article.send")).to_contain_text("Written before")
        cable.heal()
        await expect(rosa.messages).to_have_count(5, timeout=20_000)
        await expect(rosa.page.locator("article.send")).to_have_count(0)
        await expect(page.locator(".m:not(.me)")).to_contain_text(["Written before, sent while it was cut"])
        asked = ["Before the cut", *(f"While it was cut {number}" for number in range(3))]
        assert sorted(await library.texts(1)) == sorted([*asked, "Written before, sent while it was cut"])


async def test_two_librarians_and_one_answer(browser: Browser, page: Page, tmp_path: Path) -> None:
    async with (
        open_library(tmp_path) as library,
        at_the_console(browser, library) as rosa,
        at_the_console(browser, library, name="Wang Fang") as wang,
    ):
        await page.goto(f"{library.url}/chat")
        await say(page, "Is anyone there?")
        for one in (rosa, wang):
            await one.row(1).click()
            await expect(one.messages).to_have_count(1)
        await wang.write("A second answer")
        await rosa.answer("The first answer")
        await expect(wang.messages).to_have_count(2)
        await wang.page.keyboard.press("Control+Enter")
        kept = wang.page.locator(".compose .ProseMirror, article.send").filter(has_text="A second answer")
        await expect(kept.first).to_be_visible()
        assert await library.texts(1) == ["Is anyone there?", "The first answer"]
        # Back into the composer, before what was begun there meanwhile.
        await expect(wang.page.locator("article.send")).to_contain_text("A second answer")
        editor = wang.page.locator(".compose .ProseMirror")
        await editor.click()
        await wang.page.keyboard.type("And one more thing.")
        await wang.page.get_by_role("button", name="Change it first").click()
        await expect(editor).to_contain_text("A second answer")
        await expect(editor).to_contain_text("And one more thing.")
