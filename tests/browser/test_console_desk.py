"""Who sees what: a supervisor the quarantine, a colleague what they were asked into, a patron what was split off."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from contactcenter.envelope import Raw
from contactcenter.intake.route import route
from contactcenter.intake.steps import STEPS
from contactcenter.tickets.tables import TicketRow
from tests.browser.console import at_the_console
from tests.browser.test_console_live import say
from tests.browser.test_console_work import mails, more, said
from tests.intake.test_raw_first import poisoned
from tests.library import open_library

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
LETTER = b"From: amina@uni.example\r\nTo: help@library.example\r\nSubject: Thesis loan\r\n\r\nMay I renew it?\r\n"


async def test_what_could_not_be_understood_is_replayed(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        open_library(tmp_path) as library,
        at_the_console(browser, library, name="Ines", role="supervisor") as ines,
    ):
        page = ines.page
        await page.get_by_role("link", name="Settings").click()
        await page.get_by_role("link", name="Quarantine").click()
        await expect(page.get_by_text("Everything that arrived was understood.")).to_be_visible()
        with poisoned(monkeypatch, "renew it", LookupError("no such queue"), at=STEPS.index(route)):
            await library.house.desk.accept([Raw("email", LETTER)])
            # It appears by itself, and says why.
            item = page.locator(".quarantine li")
            await expect(item).to_contain_text("Working on it failed at the step “which queue”.")
            await expect(item).to_contain_text("LookupError: no such queue")
            await expect(item).to_contain_text("tried once")
            # The cause stands: it fails once more, and comes back.
            await item.get_by_role("button", name="Try again").click()
            await expect(item).to_contain_text("tried 2 times")
            assert await library.count(TicketRow) == 0
        await item.get_by_role("button", name="Try again").click()
        await expect(item).to_have_count(0)
        await expect(page.get_by_text("Everything that arrived was understood.")).to_be_visible()
        await page.get_by_role("link", name="Work").click()
        await page.get_by_role("link", name="Waiting").click()
        await ines.row(1).click()
        await expect(ines.messages).to_contain_text(["May I renew it?"])


async def test_a_librarian_has_no_quarantine(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
        await rosa.page.goto(f"{library.url}/console/settings/quarantine")
        await expect(rosa.page.get_by_role("link", name="Snippets")).to_be_visible()
        await expect(rosa.page.get_by_role("link", name="Quarantine")).to_have_count(0)
        await expect(rosa.page.locator(".quarantine")).to_have_count(0)
        answer = await rosa.page.request.get(f"{library.url}/api/v1/quarantine")
        assert answer.status == 403


async def test_who_was_asked_in_finds_it_in_a_tab_of_its_own(browser: Browser, tmp_path: Path) -> None:
    async with (
        open_library(tmp_path) as library,
        at_the_console(browser, library, begins=False) as rosa,
        at_the_console(browser, library, name="Tomas", departments=()) as tomas,
    ):
        ticket_id = await mails(library, "Thesis loan", "May I renew it?")
        await expect(tomas.page.get_by_text("You belong to no department yet")).to_be_visible()
        asked = tomas.page.locator("nav.tabs").get_by_role("link", name="Asked")
        await expect(asked).to_have_count(0)
        await rosa.open(ticket_id)
        await more(rosa, "Ask a colleague in")
        await rosa.page.locator("[role=dialog]").get_by_text("Tomas").click()
        await said(rosa, "Tomas sees this ticket now.")
        # The tab comes by itself, with what he was asked into.
        await expect(asked).to_contain_text("1")
        await asked.click()
        await tomas.row(ticket_id).click()
        await expect(tomas.messages).to_contain_text(["May I renew it?"])
        await tomas.page.keyboard.press("n")
        await expect(tomas.page.locator(".compose .ProseMirror")).to_be_focused()
        await tomas.page.keyboard.type("Twice is allowed.")
        await tomas.page.keyboard.press("Control+Enter")
        await expect(rosa.messages.last).to_contain_text("Twice is allowed.")
        # And goes when he is let go.
        await rosa.page.locator("aside").get_by_role("button", name="Tomas").click()
        await expect(tomas.row(ticket_id)).to_have_count(0)
        await expect(tomas.page.get_by_text("This ticket is not there, or not yours to see.")).to_be_visible()


async def test_a_ticket_that_comes_back_is_as_read_as_it_was(browser: Browser, tmp_path: Path) -> None:
    async with (
        open_library(tmp_path) as library,
        at_the_console(browser, library) as rosa,
        at_the_console(browser, library, name="Ines", role="supervisor", departments=("general", "law"), begins=False) as ines,
    ):
        ticket_id = await mails(library, "Thesis loan", "May I renew it?")
        row = rosa.row(ticket_id)
        await expect(row).to_contain_text("unread")
        await row.click()
        await expect(rosa.messages).to_have_count(1)
        await expect(row).not_to_contain_text("unread")
        await rosa.page.goto(f"{library.url}/console/?view=waiting")
        await expect(row).not_to_contain_text("unread")
        for place, rows in (("Law library", 0), ("General desk", 1)):
            await ines.open(ticket_id)
            await ines.page.keyboard.press("t")
            await ines.page.locator("[role=dialog]").get_by_text(place).click()
            await said(ines, "Moved.")
            await expect(row).to_have_count(rows)
        await expect(row).to_be_visible()
        await expect(row).not_to_contain_text("unread")


async def test_an_answer_to_what_was_split_off_is_in_the_chat_at_once(
    browser: Browser, page: Page, tmp_path: Path
) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library) as rosa:
        await page.goto(f"{library.url}/chat")
        for text in ("Can I renew my thesis loan?", "And when do you close?"):
            await say(page, text)
            await expect(page.locator(".m.me:not(.pending)").filter(has_text=text)).to_have_count(1)
        await rosa.open(1)
        await more(rosa, "Split off messages")
        await rosa.messages.filter(has_text="close").locator("input[type=checkbox]").check()
        await rosa.page.locator("form.split").get_by_role("button", name="Split off messages").click()
        await said(rosa, "Split off as #2.")
        await expect(rosa.messages).to_have_count(1)
        await rosa.answer("At ten.")
        await expect(page.locator(".m:not(.me) .b")).to_contain_text("At ten.")
