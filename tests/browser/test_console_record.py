"""The reference record by keyboard: chosen, said, filled in on closing, confirmed by one key; the tally; the tree's screen."""

from __future__ import annotations

import asyncio
import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Route, expect
from sqlalchemy import select

from contactcenter.envelope import Raw
from contactcenter.needs.tables import NeedRow, TransactionRow
from tests.browser.console import Console, at_the_console
from tests.library import Library, open_library
from tests.neighbours.axe import clean

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def ask(library: Library, number: int = 1) -> int:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "Amina <amina@uni.example>", "help@library.example", "Renewal"
    letter["Message-ID"] = f"<{number}@uni.example>"
    letter.set_content("May I renew my loan?")
    accepted = await library.house.desk.accept_now(Raw("email", letter.as_bytes()))
    assert accepted.ticket_id is not None
    return accepted.ticket_id


async def rows(library: Library) -> list[TransactionRow]:
    async with library.house.database.read() as session:
        return list((await session.execute(select(TransactionRow).order_by(TransactionRow.id))).scalars())


async def leave(rosa: Console) -> None:
    await rosa.page.evaluate("document.activeElement.blur()")


@pytest.mark.parametrize(("language", "words"), [("en-GB", "renew"), ("zh-CN", "renew")])
async def test_by_keyboard_alone(browser: Browser, tmp_path: Path, language: str, words: str) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, language=language, begins=False) as rosa:
        page, keys = rosa.page, rosa.page.keyboard
        await rosa.open(await ask(library))
        need = page.locator(".record .pick")
        await need.focus()
        await keys.press("Enter")
        await expect(page.locator("[role=dialog] input")).to_be_focused()
        # Found by words of either language, whatever the screen's.
        await keys.type(words)
        await keys.press("Enter")
        await expect(need).to_contain_text("续借" if language == "zh-CN" else "Loans and renewals › Renewals")
        await rosa.answer("Yes, until 1 March.")
        await leave(rosa)
        await keys.press("c")
        strip = page.locator(".strip")
        await expect(strip).to_be_visible()
        # The need was chosen by hand: only what stands behind the word is an estimate.
        await expect(strip.locator(".words")).to_have_text(re.compile("续借.*估计值.+" if language == "zh-CN" else "Renewals.*Estimated.+"))
        await clean(page)
        await keys.press("e")
        await expect(page.locator(".effort [role=radio]:focus")).to_have_attribute("data-state", "checked")
        await keys.press("3")
        await keys.press("Enter")
        await expect(strip).to_have_count(0)
        [row] = await rows(library)
        assert (row.effort, row.mode, row.confirmed_at is not None) == (3, "email", True)
        async with library.house.database.read() as session:
            slug = await session.scalar(select(NeedRow.slug).where(NeedRow.id == row.need_id))
        assert slug == "renewals"


async def test_one_key_confirms_and_single_keys_can_be_off(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
        page, keys = rosa.page, rosa.page.keyboard
        await rosa.open(await ask(library))
        await rosa.answer("Yes.")
        await leave(rosa)
        await keys.press("c")
        await expect(page.locator(".strip")).to_be_visible()
        await keys.press("?")
        for key in ("e", "y", "+"):
            await expect(page.locator("[role=dialog] kbd").get_by_text(key, exact=True)).to_be_visible()
        await page.locator("[role=dialog] input[type=checkbox]").uncheck()
        await keys.press("Escape")
        await expect(page.locator(".strip kbd")).to_have_count(0)
        await leave(rosa)
        for key in ("y", "+", "e"):
            await keys.press(key)
        await expect(page.locator(".strip")).to_be_visible()
        assert len(await rows(library)) == 1
        await keys.press("?")
        await expect(page.locator("[role=dialog]")).to_have_count(0)
        await page.locator(".strip .primary").click()
        await expect(page.locator(".strip")).to_have_count(0)
        assert (await rows(library))[0].confirmed_at is not None


async def test_a_colleagues_correction_is_on_the_screen_at_once(browser: Browser, tmp_path: Path) -> None:
    async with (
        open_library(tmp_path) as library,
        at_the_console(browser, library, begins=False) as rosa,
        at_the_console(browser, library, name="Ines", role="supervisor", width=390, begins=False) as ines,
    ):
        ticket = await ask(library)
        await rosa.open(ticket)
        await ines.open(ticket)
        await ines.page.keyboard.press("e")
        await expect(ines.page.locator(".record")).to_be_in_viewport()
        await expect(ines.page.locator(".effort [role=radio]:focus")).to_have_count(1)
        await ines.page.keyboard.press("4")
        await expect(rosa.page.locator(".effort [data-state=checked]")).to_have_text("4")
        await clean(ines.page)


async def test_a_key_is_obeyed_though_what_it_leads_to_is_on_its_way(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, width=390) as rosa:
        page, keys, fetched, tree = rosa.page, rosa.page.keyboard, asyncio.Event(), asyncio.Event()
        ticket = await ask(library)

        async def slowly(route: Route) -> None:
            await (tree if "/needs" in route.request.url else fetched).wait()
            await route.continue_()

        for late in ("**/ThreadPane-*.js", "**/PatronPane-*.js", "**/api/v1/needs"):
            await page.route(late, slowly)
        for key, asked in (("e", page.locator(".effort [role=radio]").first), ("r", page.locator(".compose .ProseMirror"))):
            fetched.clear()
            await page.goto(f"{rosa.url}/console/tickets/{ticket}")
            await expect(page.locator("h1")).to_have_text(f"#{ticket} Renewal")
            await keys.press(key)
            fetched.set()
            await expect(asked).to_be_focused()
            await expect(asked).to_be_in_viewport()
        # And Enter, where the list of which it shall pick the first is on its way.
        await rosa.open(ticket)
        await keys.press("e")
        await page.locator(".record .pick").click()
        await expect(page.locator("[role=dialog] input")).to_be_focused()
        await keys.type("renew")
        await keys.press("Enter")
        tree.set()
        await expect(page.locator(".record .pick")).to_contain_text("Loans and renewals › Renewals")


async def test_a_directional_question_is_counted_by_one_key_and_taken_back(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library) as rosa:
        page, keys = rosa.page, rosa.page.keyboard
        await keys.press("+")
        await expect(page.get_by_text("Directional question counted: 1 today.")).to_be_visible()
        await keys.press("z")
        await expect(page.get_by_text("Not counted.")).to_be_visible()
        [row] = await rows(library)
        assert (row.kind, row.ticket_id, row.removed_at is not None) == ("directional", None, True)
        await keys.press("w")
        await page.get_by_role("button", name="Only asked the way?").click()
        await expect(page.locator("[role=dialog]")).to_have_count(0)
        await expect(page.get_by_text("Directional question counted: 1 today.")).to_be_visible()
        assert await library.count(TransactionRow) == 2


async def names(page: Page) -> list[str]:
    return await page.locator(".needs .row.top .name").all_inner_texts()


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
async def test_the_tree_is_shaped_on_its_screen(browser: Browser, tmp_path: Path, theme: str, width: int) -> None:
    async with open_library(tmp_path) as library, at_the_console(
        browser, library, name="Ines", role="supervisor", theme=theme, width=width, begins=False,  # type: ignore[arg-type]
    ) as ines:
        page, keys = ines.page, ines.page.keyboard
        await page.goto(f"{library.url}/console/settings/needs")
        await expect(page.locator(".needs .row").first).to_be_visible()
        await clean(page)
        await page.get_by_role("button", name="New need").focus()
        await keys.press("Enter")
        await keys.type("Maps and plans")
        await keys.press("Tab")
        await keys.type("地图")
        await clean(page)
        await keys.press("Enter")
        await expect(page.get_by_role("button", name="Move Maps and plans up")).to_be_visible()
        before = await names(page)
        await page.get_by_role("button", name="Move Maps and plans up").focus()
        await keys.press("Enter")
        await expect(page.locator(".needs .row.top .name").nth(len(before) - 2)).to_have_text("Maps and plans")
        # The keyboard came along with the row.
        await expect(page.get_by_role("button", name="Move Maps and plans up")).to_be_focused()
        await page.get_by_role("button", name="Retire Maps and plans").focus()
        await keys.press("Enter")
        await expect(page.get_by_role("button", name="Retire Maps and plans")).to_have_count(0)
        await page.get_by_label("Show retired needs").check()
        await page.get_by_role("button", name="Use again: Maps and plans").click()
        await expect(page.get_by_role("button", name="Retire Maps and plans")).to_be_visible()


async def test_the_tree_is_no_librarians_to_change(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
        await rosa.page.goto(f"{library.url}/console/settings/needs")
        await expect(rosa.page.locator("nav[aria-label=Settings]")).to_be_visible()
        await expect(rosa.page.get_by_role("link", name="Needs")).to_have_count(0)
