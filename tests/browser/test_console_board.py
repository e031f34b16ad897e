"""The supervisor's board in a browser: live counts, the order of the line, the seats, and what is out of date."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from contactcenter.events.record import Actor
from contactcenter.queue.claim import assign
from tests.browser.console import Console, at_the_console
from tests.browser.test_console_live import say
from tests.browser.test_patron_pages import LONG_NAME
from tests.library import Library, open_library
from tests.neighbours.axe import clean
from tests.neighbours.cable import laid

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
SOON_MS = 15_000


def tile(page: Page, name: str) -> Locator:
    return page.locator(f"[data-tile={name}] b")


async def counts(page: Page, name: str, text: str) -> None:
    await expect(tile(page, name)).to_have_text(text, timeout=SOON_MS)


async def arrived(page: Page) -> int:
    """How many arrived in the last hour, by the chart's table."""
    return sum(int(one) for one in await page.locator("details tbody td:nth-of-type(1)").all_inner_texts())


async def opens_the_board(ines: Console) -> Page:
    await ines.page.get_by_role("link", name="Board").or_(ines.page.get_by_role("link", name="看板")).click()
    await expect(ines.page.locator("[data-tile=waiting]")).to_be_visible(timeout=SOON_MS)
    return ines.page


@asynccontextmanager
async def patron(browser: Browser, library: Library, name: str, text: str) -> AsyncIterator[Page]:
    """Somebody at the other end of a chat, in a browser of their own."""
    context = await browser.new_context()
    try:
        page = await context.new_page()
        await page.goto(f"{library.url}/chat")
        await page.locator("input").first.fill(name)
        await say(page, text)
        await expect(page.locator(".m.me:not(.pending)")).to_have_count(1)
        yield page
    finally:
        await context.close()


async def test_two_librarians_and_a_supervisor(browser: Browser, tmp_path: Path) -> None:  # noqa: PLR0915  # a story
    async with AsyncExitStack() as stack:
        library = await stack.enter_async_context(open_library(tmp_path))
        rosa = await stack.enter_async_context(at_the_console(browser, library))
        await stack.enter_async_context(at_the_console(browser, library, name="Wang Fang"))
        ines = await stack.enter_async_context(at_the_console(browser, library, name="Ines", role="supervisor"))
        page = await opens_the_board(ines)
        await counts(page, "waiting", "0")
        await counts(page, "seats", "2 / 3")

        amina = await stack.enter_async_context(patron(browser, library, "Amina", "Is anybody there?"))
        await counts(page, "waiting", "1")
        # Where it rings, and who it is; whoever is rung is not free.
        await expect(page.locator("[data-seat][data-state=ringing]")).to_contain_text(re.compile("Ringing.*Amina.*Chat", re.DOTALL), timeout=SOON_MS)
        await counts(page, "seats", "1 / 3")
        await stack.enter_async_context(patron(browser, library, "李雷", "可以续借吗？"))
        await counts(page, "waiting", "2")
        # By the library's clock, and it says so where the browser has another.
        await expect(page.locator("header time.at")).to_contain_text("GMT+8")
        await page.locator("details summary").click()
        # Whoever waits has joined the line, and is written down there a moment later.
        async with asyncio.timeout(15):
            while await arrived(page) != 2:  # Amina and 李雷
                await page.wait_for_timeout(100)

        # The order of the line, by the keyboard.
        await page.get_by_role("button", name="General desk").press("Enter")
        lines = page.locator("[data-line]")
        await expect(lines).to_contain_text(["Amina", "李雷"])
        await page.get_by_role("button", name="Sooner: 李雷").press("Enter")
        await expect(lines).to_contain_text(["李雷", "Amina"], timeout=SOON_MS)
        await page.keyboard.press("Escape")
        await expect(page.locator("[role=dialog]")).to_have_count(0)

        # Rosa has one of them; Ines whispers, and the patron hears nothing of it.
        await rosa.row(1).click()
        await rosa.page.get_by_role("button", name="Take", exact=True).click()
        await counts(page, "waiting", "1")
        seat = page.locator("[data-seat]").filter(has_text="Rosa")
        await expect(seat).to_contain_text("1 chat", timeout=SOON_MS)
        await seat.click()
        await page.get_by_role("button", name="Whisper").click()
        editor = page.locator(".compose .ProseMirror")
        await expect(editor).to_be_focused(timeout=SOON_MS)
        await page.keyboard.type("She may keep it two weeks.")
        await page.keyboard.press("Control+Enter")
        await expect(rosa.messages.filter(has_text="two weeks")).to_have_count(1, timeout=SOON_MS)
        await expect(amina.locator(".m:not(.me)").filter(has_text="two weeks")).to_have_count(0)

        # A word to all other seats: it stays until it is read, and is not shown again.
        await opens_the_board(ines)
        await page.get_by_role("button", name="Tell the seats…").click()
        await page.get_by_label("Words").fill("The fire drill is at three.")
        await clean(page)
        await page.keyboard.press("Control+Enter")
        said = rosa.page.locator(".said article")
        await expect(said).to_contain_text("Ines to all seats", timeout=SOON_MS)
        await expect(said).to_contain_text("The fire drill is at three.")
        await clean(rosa.page)
        await said.get_by_role("button", name="Read").click()
        await expect(said).to_have_count(0)
        await expect(page.locator(".said article")).to_have_count(0)

        # She listens in, and the history says so.
        await seat.click()
        await page.get_by_role("button", name="Listen in").click()
        await expect(rosa.page.get_by_text("Ines listened in on Rosa")).to_be_visible(timeout=SOON_MS)

        # She takes it over: that is asked first, and Rosa, who loses it, is told by whom. Then it is Rosa's again.
        await opens_the_board(ines)
        await seat.click()
        await page.get_by_role("button", name="Take over").click()
        sure = page.get_by_role("dialog", name="Take Amina over from Rosa Marín?")
        await expect(sure).to_contain_text("Rosa Marín is told")
        await sure.get_by_role("button", name="Take over").click()
        await expect(rosa.page.locator(".toast").filter(has_text="Ines took #1 (Amina) over from you.")).to_be_visible(timeout=SOON_MS)
        await expect(rosa.page.get_by_text("Ines took it over from Rosa Marín")).to_be_visible()
        scope, hers = await library.librarian("Ines"), await library.librarian("Rosa Marín")
        async with library.house.database.transaction() as session:
            await assign(session, scope=scope, actor=Actor("staff", scope.staff_id), now=datetime.now(UTC), ticket_id=1,
                         staff_id=hers.staff_id or 0)

        # Signed out: what she held is free, and her open console does not take the seat again.
        await opens_the_board(ines)
        await seat.click()
        await page.get_by_role("button", name="Sign out").click()
        await page.get_by_role("button", name="Sign out", exact=True).click()
        await expect(seat).to_have_count(0, timeout=SOON_MS)
        await counts(page, "waiting", "2")
        assert (await library.ticket(1)).assignee_id is None

        # A librarian has no board.
        await expect(rosa.page.get_by_role("link", name="Board")).to_have_count(0)
        await rosa.page.goto(f"{library.url}/console/board")
        await expect(rosa.page.locator("main")).to_contain_text("for supervisors")


async def test_out_of_date_it_says_so_and_heals(browser: Browser, tmp_path: Path) -> None:
    async with (
        open_library(tmp_path) as library,
        laid(int(library.url.rpartition(":")[2])) as cable,
        at_the_console(browser, library, name="Ines", role="supervisor", address=f"http://127.0.0.1:{cable.port}") as ines,
    ):
        page = await opens_the_board(ines)
        await counts(page, "waiting", "0")
        cable.cut()
        await expect(page.locator("main.board.old header")).to_contain_text("Out of date", timeout=SOON_MS)
        pill = page.locator("nav.rail .pill")
        await expect(pill).to_have_attribute("aria-label", "My availability: No connection: nothing rings here until it is back")
        await expect(pill).to_contain_text("No line")
        async with patron(browser, library, "Amina", "Is anybody there?"):
            cable.heal()
            await counts(page, "waiting", "1")
            await expect(page.locator("main.board.old")).to_have_count(0)
            await expect(pill).not_to_contain_text("No line")


@pytest.mark.parametrize(("language", "theme", "width"), [
    ("en-GB", "light", 1440), ("zh-CN", "dark", 390),
])
async def test_axe_finds_nothing(
    browser: Browser, tmp_path: Path, language: str, theme: Literal["light", "dark"], width: int
) -> None:
    async with (
        open_library(tmp_path) as library,
        at_the_console(browser, library, name="Ines", role="supervisor", language=language, theme=theme, width=width) as ines,
        patron(browser, library, LONG_NAME, "学位论文可以续借吗？"),
    ):
        page = await opens_the_board(ines)
        await counts(page, "waiting", "1")
        await page.locator("details summary").click()
        await clean(page)
        for opener in ("[data-queue] .name", "[data-seat]", "header button.chip"):
            await page.locator(opener).first.press("Enter")
            await expect(page.locator("[role=dialog]")).to_be_visible()
            await page.wait_for_load_state("networkidle")
            await clean(page)
            await page.keyboard.press("Escape")
            await expect(page.locator("[role=dialog]")).to_have_count(0)
        await page.locator("[data-tile=level] button").focus()
        await expect(page.locator("[role=tooltip]").first).to_be_attached()
        await clean(page)
        await page.keyboard.press("Escape")
        await page.evaluate("document.activeElement.blur()")
        await page.keyboard.press("f")
        await expect(page.locator("main.wall")).to_be_visible()
        await clean(page)
