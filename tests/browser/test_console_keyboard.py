"""The console by keyboard alone: from the sign-in page to an answered chat, and a desk question in seconds."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from contactcenter.outbox.tables import DeliveryRow
from tests.browser.console import at_the_console
from tests.browser.test_console_live import say
from tests.library import open_library

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_from_the_list_to_the_next_ticket(browser: Browser, page: Page, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, by_the_page=True) as rosa:
        await page.goto(f"{library.url}/chat")
        await say(page, "Where are the reading rooms?")
        await expect(rosa.row(1)).to_be_visible()
        keys = rosa.page.keyboard
        await keys.press("j")
        await expect(rosa.row(1)).to_be_focused()
        await keys.press("Enter")
        await expect(rosa.messages).to_have_count(1)
        await rosa.answer("On the third floor.")
        await expect(page.locator(".m:not(.me) .b")).to_contain_text("On the third floor.")
        await keys.press("Escape")
        await keys.press("n")
        await expect(rosa.page.locator(".compose .ProseMirror")).to_be_focused()
        await keys.type("Asks about rooms every week.")
        await keys.press("Control+Enter")
        await expect(rosa.messages).to_have_count(3)
        assert await page.locator(".m").count() == 2, "a note is for staff alone"
        await keys.press("Escape")
        await keys.press("c")
        await expect(page.get_by_text("This conversation is closed.")).to_be_visible()


async def test_a_desk_question_is_written_down(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library) as rosa:
        keys = rosa.page.keyboard
        await keys.press("w")
        await expect(rosa.page.locator("[role=dialog] textarea").first).to_be_focused()
        await keys.type("Where is the photocopier?")
        await keys.press("Tab")
        await keys.type("Beside the lift.")
        await keys.press("Control+Enter")
        await expect(rosa.page.locator("[role=dialog]")).to_have_count(0)
        ticket = await library.ticket(1)
        assert (ticket.channel, ticket.state, ticket.subject) == ("walk_in", "closed", "Where is the photocopier?")
        assert await library.texts(1) == ["Where is the photocopier?", "Beside the lift."]


async def test_an_answer_given_at_the_desk_is_mailed_only_when_ticked(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library) as rosa:
        keys, dialog = rosa.page.keyboard, rosa.page.locator("[role=dialog]")
        for number, ticked in enumerate((False, True), start=1):
            await keys.press("w")
            await expect(dialog.locator("textarea").first).to_be_focused()
            await keys.type("Where is the photocopier?")
            tick = dialog.get_by_label("Also send the answer to amina@uni.example")
            await keys.press("Tab")
            await keys.press("Tab")
            await keys.type("amina@uni.example")
            await expect(tick).to_have_count(0)
            await keys.press("Shift+Tab")
            await keys.type("Beside the lift.")
            await expect(tick).not_to_be_checked()
            if ticked:
                await tick.check()
            await keys.press("Control+Enter")
            await expect(dialog).to_have_count(0)
            await expect(rosa.page.get_by_text(f"Logged and closed as #{number}.")).to_be_visible()
            assert await library.count(DeliveryRow) == int(ticked)
        await rosa.open(1)
        await expect(rosa.messages.last).to_contain_text("at the desk")


async def test_single_keys_can_be_turned_off_everywhere(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
        page = rosa.page
        await page.goto(f"{library.url}/console/settings")
        await page.get_by_role("switch", name="Single-key shortcuts").click()
        await expect(page.get_by_role("switch", name="Single-key shortcuts")).not_to_be_checked()
        # Kept with her account: another computer must not bring them back.
        await page.evaluate("localStorage.clear()")
        await page.goto(f"{library.url}/console/")
        await expect(page.locator("nav.tabs")).to_be_visible()
        await page.keyboard.press("w")
        await page.keyboard.press("Control+k")
        await expect(page.locator("[role=dialog]")).to_have_count(1)
        await expect(page.locator("[role=dialog] textarea")).to_have_count(0)


async def test_a_dialog_gives_the_keyboard_back(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library) as rosa:
        for key in ("w", "?", "Control+k"):
            await rosa.page.keyboard.press(key)
            await expect(rosa.page.locator("[role=dialog]")).to_be_visible()
            await rosa.page.keyboard.press("Escape")
            await expect(rosa.page.locator("[role=dialog]")).to_have_count(0)
