"""Working together: the next inquiry, who else is here, a second librarian, a conversation passed on, mail pushed and recalled."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from contactcenter.envelope import Raw
from tests.browser.console import Console, at_the_console
from tests.browser.test_console_live import say
from tests.browser.test_patron_pages import LONG_NAME
from tests.library import Library, open_library
from tests.neighbours.axe import clean
from tests.neighbours.cable import laid

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
MAIL = "From: Amina Okafor <amina@uni.example>\r\nTo: help@library.example\r\nSubject: {}\r\nMessage-ID: <{}@uni.example>\r\n\r\n{}\r\n"


async def mail(library: Library, subject: str, text: str = "May I renew my loan?") -> int:
    """Amina writes; the ticket's number."""
    raw = MAIL.format(subject, subject.replace(" ", "-"), text).encode()
    accepted = await library.house.desk.accept_now(Raw("email", raw))
    assert accepted.ticket_id is not None
    return accepted.ticket_id


async def test_the_next_inquiry_by_one_key(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library) as rosa:
        take = rosa.page.get_by_role("button", name="Take next")
        first, second = await mail(library, "A thesis loan"), await mail(library, "A locker")
        await expect(take).to_have_class("btn primary")
        await rosa.page.keyboard.press("x")
        await expect(rosa.page).to_have_url(f"{library.url}/console/tickets/{first}?view=waiting")
        await expect(rosa.page.locator(".head .chips")).to_contain_text("Mine")
        await take.click()
        await expect(rosa.page).to_have_url(f"{library.url}/console/tickets/{second}?view=waiting")
        await expect(take).to_have_class("btn")
        await rosa.page.keyboard.press("x")
        await expect(rosa.page.locator(".toast").last).to_contain_text("Nothing waits in your lists")


async def test_who_else_is_here(browser: Browser, tmp_path: Path) -> None:
    async with (
        open_library(tmp_path) as library, laid(int(library.url.rpartition(":")[2])) as cable,
        at_the_console(browser, library, begins=False) as rosa,
        at_the_console(browser, library, name="Wang Fang", address=f"http://127.0.0.1:{cable.port}") as wang,
    ):
        ticket_id = await mail(library, "A thesis loan")
        await rosa.open(ticket_id)
        await wang.row(ticket_id).click()
        head, notice = wang.page.locator(".head"), wang.page.locator(".compose .writers")
        await expect(head).to_contain_text("Rosa Marín is here too")
        await expect(wang.row(ticket_id).locator(".looked")).to_have_attribute("title", "Rosa Marín has it open")
        await rosa.write("You may renew it twice")
        await expect(notice).to_contain_text("Rosa Marín is writing an answer. Wait for it, or agree who answers.")
        await expect(rosa.page.locator(".head")).to_contain_text("Wang Fang is here too")
        await wang.page.keyboard.press("n")
        await expect(notice).not_to_contain_text("agree")
        # What was missed while the line was cut is known again after it.
        cable.cut()
        await expect(wang.page.get_by_role("status").filter(has_text="connection")).to_be_visible()
        await rosa.page.keyboard.press("Control+Enter")
        await expect(rosa.page.locator(".head")).not_to_contain_text("Wang Fang")
        cable.heal()
        await expect(notice).to_be_empty()
        await expect(head).to_contain_text("Rosa Marín is here too")
        await expect(rosa.page.locator(".head")).to_contain_text("Wang Fang is here too")
        await rosa.page.close()
        await expect(head).not_to_contain_text("Rosa Marín is here too")


async def test_a_conversation_is_passed_on_warm_and_cold(browser: Browser, page: Page, tmp_path: Path) -> None:
    async with (
        open_library(tmp_path) as library, at_the_console(browser, library) as rosa,
        at_the_console(browser, library, name="Wang Fang", departments=("law",)) as wang,
    ):
        await page.goto(f"{library.url}/chat")
        await say(page, "May I see the archive of the court?")
        await expect(rosa.page.locator(".ring")).to_be_visible()
        await rosa.page.keyboard.press("a")
        await expect(rosa.page.locator(".compose .ProseMirror")).to_be_focused()
        await rosa.answer_here("I ask a colleague.")
        # Warm: she is asked in, both speak, then it is hers by one key.
        await rosa.page.keyboard.press("Escape")
        await rosa.page.keyboard.press("t")
        dialog = rosa.page.locator("[role=dialog]")
        await dialog.get_by_label("Ask in first").check()
        await dialog.get_by_label("Note for whoever takes it").fill("She knows the court.")
        await dialog.get_by_role("option", name="Wang Fang").click()
        await expect(rosa.page.locator(".together")).to_contain_text("It rings at Wang Fang")
        await expect(wang.page.locator(".ring")).to_contain_text("Rosa Marín asks you to join them")
        await wang.page.keyboard.press("a")
        await expect(wang.page.locator(".compose .ProseMirror")).to_be_focused()
        await expect(wang.messages.filter(has_text="She knows the court.")).to_have_count(1)
        await expect(page.locator(".strip")).to_contain_text("Rosa Marín and Wang Fang are looking after you.")
        await wang.page.keyboard.type("On")
        await expect(page.locator(".typing")).to_have_text("Wang Fang is typing…")
        await expect(rosa.page.locator(".writers")).to_contain_text("Wang Fang is writing an answer.")
        await wang.answer_here(" Mondays.")
        await expect(page.locator(".m:not(.me)").last).to_contain_text("Wang Fang")
        await expect(rosa.page.locator(".together")).to_contain_text("Wang Fang is in this conversation with you.")
        await rosa.page.keyboard.press("h")
        await expect(page.locator(".strip")).to_contain_text("Wang Fang is looking after you.")
        await expect(rosa.page.locator(".together")).to_contain_text("Wang Fang has this conversation.")
        assert (await library.ticket(1)).guest_ids == []
        # Who gave it away writes down what is left to write; nothing rings there until she is ready.
        await expect(rosa.page.locator("nav.rail .pill")).to_contain_text("Wrap-up")
        # Why it cannot go there stands in the dialog, and nowhere else; what was written and chosen stays.
        await wang.page.keyboard.press("Escape")
        await wang.page.keyboard.press("t")
        dialog = wang.page.locator("[role=dialog]")
        await dialog.get_by_label("Note for whoever takes it").fill("On Mondays.")
        hers = dialog.get_by_role("option", name="Rosa Marín")
        await _not_now(dialog, hers)
        await expect(dialog.get_by_label("Note for whoever takes it")).to_have_value("On Mondays.")
        await expect(wang.page.locator(".toast.bad")).to_have_count(0)
        await rosa.page.keyboard.press("v")
        await expect(rosa.page.locator("nav.rail .pill")).to_contain_text("Available")
        await _now(dialog, hers)
        # Cold: it rings, and stays hers as long as nobody answers.
        await hers.click()
        await expect(rosa.page.locator(".ring")).to_contain_text("Wang Fang passes this on to you")
        await rosa.page.keyboard.press("d")
        await expect(wang.page.locator(".toast").last).to_contain_text("Rosa Marín cannot take it")
        # A second one joins by a key, and leaves again.
        await rosa.page.keyboard.press("i")
        await expect(page.locator(".strip")).to_contain_text("Wang Fang and Rosa Marín are looking after you.")
        await expect(rosa.page.locator(".together")).to_contain_text("You are in this conversation with Wang Fang")
        await rosa.page.keyboard.press("i")
        await expect(page.locator(".strip")).to_contain_text("Wang Fang is looking after you.")


LOOKED_AT = {"writes", "transfer a conversation", "together", "settings", "pushed"}
"""The other screens have nothing that these have not."""


async def scenes(rosa: Console, ines: Console, patron: Page, library: Library) -> AsyncIterator[str]:
    """Every screen of these, one after another, as Ines sees them."""
    page = ines.page
    letter = await mail(library, "A thesis loan", "My loan of the dissertation ends on Friday. " * 3)
    await page.goto(f"{library.url}/console/tickets/{letter}?view=all")
    await rosa.open(letter)
    await rosa.write("You may renew it")
    await expect(page.locator(".writers")).to_contain_text("Rosa Marín")
    yield "writes"
    await page.keyboard.press("t")
    await expect(page.locator("[role=option]").first).to_be_visible()
    yield "transfer"
    await page.keyboard.press("Escape")
    await expect(page.locator("[role=dialog]")).to_have_count(0)
    await page.keyboard.press("v")
    await expect(rosa.page.locator("nav.rail .pill")).to_have_class(re.compile("available"))
    await patron.goto(f"{library.url}/chat")
    await patron.get_by_label("Your name").fill(LONG_NAME)
    await say(patron, "学位论文可以续借吗？")
    await expect(rosa.page.locator(".ring")).to_be_visible()
    await rosa.page.keyboard.press("Alt+a")
    await expect(rosa.page).to_have_url(re.compile(r"/tickets/2\b"))
    await expect(rosa.page.locator(".compose .ProseMirror")).to_be_focused()
    await rosa.answer_here("One moment.")
    await rosa.page.keyboard.press("Escape")
    await rosa.page.keyboard.press("t")
    await rosa.page.get_by_role("option", name="Ines").click()
    await expect(page.locator(".ring")).to_contain_text("Rosa Marín")
    yield "ring"
    await page.keyboard.press("a")
    await expect(page.locator(".compose .ProseMirror")).to_be_focused()
    await page.keyboard.press("Escape")
    await page.keyboard.press("t")
    await page.locator("[role=dialog] input[type=radio]").nth(1).check()
    yield "transfer a conversation"
    await page.get_by_role("option", name="Rosa Marín").click()
    await expect(page.locator(".together")).to_contain_text("Rosa Marín")
    yield "it rings"
    await expect(rosa.page.locator(".ring")).to_be_visible()
    await rosa.page.keyboard.press("Alt+a")
    await expect(page.locator(".together .avatar")).to_be_visible()
    yield "together"
    await page.goto(f"{library.url}/console/settings/routing")
    await page.locator("#push-title ~ label input").check()
    await expect(page.locator("#push-title ~ label input[type=number]")).to_be_visible()
    yield "settings"
    for number in range(2):
        await mail(library, f"Number {number}")
    await page.goto(f"{library.url}/console/")
    await expect(page.locator(".pushed").first).to_be_visible()
    yield "pushed"


@pytest.mark.parametrize(("language", "theme", "width"), [("en-GB", "light", 1440), ("zh-CN", "dark", 390)])
async def test_axe_finds_nothing(  # noqa: PLR0917  # a row of the table above
    browser: Browser, page: Page, tmp_path: Path, language: str, theme: Literal["light", "dark"], width: int
) -> None:
    async with (
        open_library(tmp_path) as library, at_the_console(browser, library) as rosa,
        at_the_console(browser, library, name="Ines", role="supervisor", language=language, theme=theme, width=width) as ines,
    ):
        seen = set()
        async for name in scenes(rosa, ines, page, library):
            seen.add(name)
            if name in LOOKED_AT:
                await clean(ines.page)
        assert seen >= LOOKED_AT


async def _not_now(dialog: Locator, hers: Locator) -> None:
    """Her line shows that it cannot ring there; chosen all the same, it says why."""
    await expect(hers).to_be_disabled()
    await hers.click(force=True)
    await expect(dialog.get_by_role("alert")).to_contain_text("Rosa Marín cannot take it now (Wrap-up).")


async def _now(dialog: Locator, hers: Locator) -> None:
    """The dialog follows: what it said was about how she stood then."""
    await expect(hers).to_be_enabled()
    await expect(dialog.get_by_role("alert")).to_have_count(0)
