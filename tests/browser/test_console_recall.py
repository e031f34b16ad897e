"""An answer is taken back in the seconds before it leaves, and nothing of it is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, FilePayload, expect
from sqlalchemy import func, select

from contactcenter.outbox.tables import DeliveryRow
from contactcenter.settings import Mail
from tests.browser.console import at_the_console
from tests.browser.test_console_work import mails
from tests.library import Library, open_library

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
LONG = Mail(undo_s=60)


async def on_their_way(library: Library) -> int:
    async with library.house.database.read() as session:
        return (await session.execute(
            select(func.count()).select_from(DeliveryRow).where(DeliveryRow.kind == "reply")
        )).scalar_one()


async def test_back_into_the_composer_with_its_file(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path, mail=LONG) as library, at_the_console(browser, library, begins=False) as rosa:
        number = await mails(library, "Thesis loan", "May I renew it?")
        await rosa.open(number)
        await rosa.write("Until 1 April, I think")
        await rosa.page.locator(".compose input[type=file]").set_input_files(
            FilePayload(name="rules.txt", mimeType="text/plain", buffer=b"Loans last a month."))
        await expect(rosa.page.locator(".compose")).to_contain_text("rules.txt")
        await rosa.page.keyboard.press("Control+Enter")
        await expect(rosa.messages.filter(has_text="Until 1 April")).to_have_count(1)
        assert await on_their_way(library) == 1

        await rosa.page.get_by_role("button", name="Undo").click()

        await expect(rosa.page.get_by_text("Taken back. It has not been sent.")).to_be_visible()
        await expect(rosa.messages.filter(has_text="Until 1 April")).to_have_count(0)
        editor = rosa.page.locator(".compose .ProseMirror")
        await expect(editor).to_contain_text("Until 1 April, I think")
        await expect(rosa.page.locator(".compose")).to_contain_text("rules.txt")
        assert await on_their_way(library) == 0
        # One line tells it, not each step back.
        await expect(rosa.page.locator(".event")).to_have_count(2)
        await expect(rosa.page.locator(".event").last).to_contain_text("Rosa Marín took an answer back before it left")
        # Put right and sent again, with the file that was there.
        await editor.focus()
        await rosa.page.keyboard.press("Control+End")
        await rosa.page.keyboard.type(" not: until 1 March")
        await rosa.page.keyboard.press("Control+Enter")
        sent = rosa.messages.filter(has_text="not: until 1 March")
        await expect(sent).to_have_count(1)
        await expect(sent).to_contain_text("rules.txt")
        assert await on_their_way(library) == 1


async def test_by_key_after_going_elsewhere(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path, mail=LONG) as library, at_the_console(browser, library, begins=False) as rosa:
        number = await mails(library, "Thesis loan", "May I renew it?")
        other = await mails(library, "Opening hours", "Are you open on Sunday?")
        await rosa.page.goto(f"{library.url}/console/tickets/{number}?view=all")
        await expect(rosa.messages.first).to_be_visible()
        await rosa.answer("Yes, until 1 March")
        await rosa.row(other).click()
        await expect(rosa.messages.filter(has_text="open on Sunday")).to_have_count(1)

        await rosa.page.keyboard.press("z")

        await rosa.page.wait_for_url(f"**/tickets/{number}*")
        await expect(rosa.page.locator(".compose .ProseMirror")).to_contain_text("Yes, until 1 March")
        await expect(rosa.messages.filter(has_text="Yes, until 1 March")).to_have_count(0)


async def test_too_late_is_said(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path, mail=LONG) as library, at_the_console(browser, library, begins=False) as rosa:
        await rosa.open(await mails(library, "Thesis loan", "May I renew it?"))
        await rosa.answer("Yes, until 1 March")
        async with library.house.database.transaction() as session:
            for way in (await session.execute(select(DeliveryRow))).scalars():
                way.attempts = 1
        await rosa.page.get_by_role("button", name="Undo").click()
        await expect(rosa.page.get_by_text("cannot be taken back")).to_be_visible()
        await expect(rosa.messages.filter(has_text="until 1 March")).to_have_count(1)
