"""A chat rings at the right librarian: answered, left to others, missed; by keyboard, in two tabs, over a broken line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Locator, Page, expect
from sqlalchemy import select, update

from contactcenter.queue.tables import OfferRow, QueueRow
from contactcenter.seats.tables import SeatRow
from tests.browser.console import Console, at_the_console
from tests.browser.test_console_live import say
from tests.browser.test_patron_pages import LONG_NAME, LONG_WORD
from tests.library import Library, open_library
from tests.neighbours.axe import clean
from tests.neighbours.cable import laid

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
SHORT_S = 6
LONG_S = 90
ASKED = "Can I renew my thesis loan? It ends on Friday."


@asynccontextmanager
async def ringing_for(folder: Path, seconds: int) -> AsyncIterator[Library]:
    """A library whose offers ring for so long. The router reads it when somebody is employed."""
    async with open_library(folder) as library:
        async with library.house.database.transaction() as session:
            await session.execute(update(QueueRow).values(ring_s=seconds))
        yield library


async def ask(page: Page, library: Library, name: str = "Amina Okafor", text: str = ASKED) -> None:
    await page.goto(f"{library.url}/chat")
    await page.get_by_label("Your name").fill(name)
    await say(page, text)


async def outcomes(library: Library) -> list[str | None]:
    async with library.house.database.read() as session:
        return list((await session.execute(select(OfferRow.outcome).order_by(OfferRow.id))).scalars())


def ring(one: Console | Page) -> Locator:
    return (one.page if isinstance(one, Console) else one).locator(".ring")


def pill(one: Console) -> Locator:
    return one.page.locator("nav.rail .pill")


async def test_no_answer_moves_it_on(browser: Browser, page: Page, tmp_path: Path) -> None:
    async with (
        ringing_for(tmp_path, SHORT_S) as library, at_the_console(browser, library) as rosa,
        at_the_console(browser, library, name="Wang Fang") as wang,
    ):
        await expect(pill(rosa)).to_contain_text("Available")
        await expect(pill(wang)).to_contain_text("Available")
        await ask(page, library)
        # The longest idle is asked first.
        await expect(ring(rosa)).to_contain_text("Amina Okafor")
        await expect(ring(rosa)).to_contain_text("General desk")
        await expect(ring(rosa)).to_contain_text(ASKED)
        await expect(rosa.page.locator("[role=alert]").filter(has_text="Press a to accept")).to_have_count(1)
        await expect(wang.row(1)).to_contain_text("rings at Rosa Marín")
        await expect(ring(wang)).to_be_visible(timeout=20_000)
        await expect(ring(rosa)).to_have_count(0)
        await expect(rosa.page.locator(".seat-note")).to_contain_text("You did not answer")
        await expect(pill(rosa)).to_contain_text("Away")
        await wang.page.keyboard.press("a")
        await expect(wang.page.locator(".compose .ProseMirror")).to_be_focused()
        await wang.page.keyboard.type("Yes, twice.")
        await wang.page.keyboard.press("Control+Enter")
        await expect(page.locator(".m:not(.me) .b")).to_contain_text("Yes, twice.")
        await expect(page.get_by_text("Wang Fang is looking after you.")).to_be_visible()
        assert await outcomes(library) == ["missed", "accepted"]
        assert await library.texts(1) == [ASKED, "Yes, twice."]
        thread = wang.page.locator(".main [role=log]")
        await expect(thread).to_contain_text("Rang at Rosa Marín: no answer")
        await expect(thread).to_contain_text("Wang Fang accepted it")
        await rosa.page.keyboard.press("v")
        await expect(pill(rosa)).to_contain_text("Available")
        await expect(rosa.page.locator(".seat-note")).to_be_hidden()


async def test_declined_it_rings_elsewhere(browser: Browser, page: Page, tmp_path: Path) -> None:
    async with (
        ringing_for(tmp_path, LONG_S) as library, at_the_console(browser, library) as rosa,
        at_the_console(browser, library, name="Wang Fang") as wang,
    ):
        await expect(pill(wang)).to_contain_text("Available")
        await ask(page, library)
        await expect(ring(rosa)).to_be_visible()
        await rosa.page.keyboard.press("d")
        await expect(ring(rosa)).to_have_count(0)
        await expect(ring(wang)).to_be_visible()
        await wang.page.get_by_role("button", name="Decline").click()
        await expect(ring(wang)).to_have_count(0)
        assert await outcomes(library) == ["declined", "declined"]
        # An empty hand takes it from the list, as ever.
        await rosa.row(1).click()
        await rosa.page.get_by_role("button", name="Take", exact=True).click()
        await expect(rosa.page.locator(".head .chips")).to_contain_text("Mine")
        await expect(rosa.page.locator(".head .chips")).to_contain_text("At the other end")
        await expect(pill(rosa)).to_contain_text("Available")


async def test_several_tabs_are_one_seat(browser: Browser, page: Page, tmp_path: Path) -> None:
    async with ringing_for(tmp_path, LONG_S) as library, at_the_console(browser, library) as rosa:
        other = await rosa.page.context.new_page()
        await other.goto(f"{library.url}/console/")
        await expect(other.locator("nav.rail .pill")).to_contain_text("Available")
        await ask(page, library)
        await expect(ring(rosa)).to_be_visible()
        await expect(ring(other)).to_be_visible()
        # Whoever reloads while it rings hears it again.
        await other.reload()
        await expect(ring(other)).to_contain_text(ASKED)
        await other.get_by_role("button", name="Accept").click()
        await expect(other.locator(".compose .ProseMirror")).to_be_focused()
        await expect(ring(other)).to_have_count(0)
        await expect(ring(rosa)).to_have_count(0)
        assert await outcomes(library) == ["accepted"]
        # A reload is no leaving on the patron's side either.
        await page.reload()
        await expect(page.get_by_text("Rosa Marín is looking after you.")).to_be_visible()
        assert (await library.ticket(1)).live


async def test_cut_and_healed_while_it_rings(browser: Browser, page: Page, tmp_path: Path) -> None:
    async with (
        ringing_for(tmp_path, LONG_S) as library,
        laid(int(library.url.rpartition(":")[2])) as cable,
        at_the_console(browser, library, address=f"http://127.0.0.1:{cable.port}") as rosa,
    ):
        await ask(page, library)
        await expect(ring(rosa)).to_be_visible()
        cable.cut()
        await expect(rosa.page.get_by_role("status").filter(has_text="connection")).to_be_visible()
        await rosa.page.keyboard.press("a")
        await expect(rosa.page.locator(".toast")).to_contain_text("No connection")
        await expect(ring(rosa)).to_be_visible()
        # What is taken elsewhere meanwhile rings no longer once the line is healed.
        await library.answer("Ines", 1, "I have it.", then="keep")
        cable.heal()
        await expect(ring(rosa)).to_have_count(0, timeout=20_000)
        await expect(pill(rosa)).to_contain_text("Available")


async def test_by_keyboard_alone_and_never_by_typing(browser: Browser, page: Page, tmp_path: Path) -> None:
    async with ringing_for(tmp_path, LONG_S) as library, at_the_console(browser, library) as rosa:
        keys = rosa.page.keyboard
        await keys.press("w")
        field = rosa.page.locator("[role=dialog] textarea").first
        await expect(field).to_be_focused()
        await ask(page, library)
        await expect(ring(rosa)).to_be_visible()
        await expect(field).to_be_focused()
        # Only keys that work while somebody types are promised.
        await expect(ring(rosa).locator("kbd")).to_have_text(["Alt A"])
        await keys.type("a dad asks")
        await expect(field).to_have_value("a dad asks")
        await expect(ring(rosa)).to_be_visible()
        await keys.press("Alt+a")
        editor = rosa.page.locator(".compose .ProseMirror")
        await expect(editor).to_be_focused()
        await rosa.answer_here("Good morning.")
        await keys.press("Escape")
        await keys.press("c")
        # A moment for the notes; one key ends it.
        await expect(pill(rosa)).to_contain_text("Wrap-up")
        await expect(rosa.page.locator(".seat-note")).to_contain_text("Time for your notes")
        await keys.press("v")
        await expect(pill(rosa)).to_contain_text("Available")
        await keys.press("p")
        await expect(rosa.page.locator("[role=menu]:focus-within")).to_be_visible()
        await keys.press("ArrowDown")
        await keys.press("ArrowDown")
        await expect(rosa.page.locator("[role=menuitemradio][data-highlighted]")).to_contain_text("Break")
        await keys.press("Enter")
        await expect(rosa.page.locator("[role=menu]")).to_have_count(0)
        await expect(pill(rosa)).to_have_attribute("aria-label", "My availability: Away · Break")
        async with library.house.database.read() as session:
            seat = (await session.execute(select(SeatRow))).scalar_one()
        assert (seat.presence, seat.reason) == ("away", "break")


@pytest.mark.parametrize(("language", "theme", "width"), [
    ("en-GB", "light", 1440), ("zh-CN", "dark", 390),
])
async def test_axe_while_it_rings(  # noqa: PLR0917  # a row of the table above
    browser: Browser, page: Page, tmp_path: Path, language: str, theme: Literal["light", "dark"], width: int
) -> None:
    async with (
        ringing_for(tmp_path, LONG_S) as library,
        at_the_console(browser, library, name="Wang Fang 王芳", language=language, theme=theme, width=width) as wang,
        at_the_console(browser, library) as rosa,
    ):
        await ask(page, library, LONG_NAME, f"学位论文可以续借吗？ {LONG_WORD}")
        await expect(ring(wang)).to_be_visible()
        await expect(rosa.row(1)).to_contain_text("Wang Fang 王芳")
        await clean(wang.page)
        await pill(wang).click()
        await expect(wang.page.locator("[role=menu]")).to_be_visible()
        await clean(wang.page)
        await wang.page.locator("[role=menuitem]").click()
        await expect(wang.page.locator(".crew li")).to_have_count(2)
        await clean(wang.page)
        await wang.page.keyboard.press("Escape")
        await wang.page.keyboard.press("Alt+a")
        await expect(wang.messages).to_have_count(1)
        await expect(wang.page.locator(".compose .ProseMirror")).to_be_focused()
        await wang.page.keyboard.press("Escape")
        await wang.page.keyboard.press("t")
        await expect(wang.page.locator("[role=option]").first).to_be_visible()
        await clean(wang.page)
        await wang.page.goto(f"{library.url}/console/settings")
        await expect(wang.page.locator("#set-sound")).to_be_visible()
        await clean(wang.page)
