"""A supervisor keeps the hours of a department, by mouse and by keyboard, in both languages and themes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, expect

from contactcenter.events.record import Actor
from contactcenter.queue.holiday_regions import regions
from contactcenter.queue.set_hours import set_hours
from contactcenter.shapes.hours import HoursAsk
from tests.browser.console import at_the_console
from tests.library import ALWAYS, NEVER, Library, open_library
from tests.neighbours.axe import clean

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
TODAY = datetime.now(UTC).date()


async def shut_law(library: Library, *, version: int = 0) -> None:
    """Another supervisor closes the law library for good."""
    ines = await library.librarian("王芳")
    async with library.house.database.transaction() as session:
        await set_hours(session, scope=ines, actor=Actor("staff", ines.staff_id), now=datetime.now(UTC), queue_id=2, ask=HoursAsk(
            version=version, follows_house=False, zone="Asia/Shanghai", region="", week=[],
        ))


@pytest.mark.parametrize(("language", "theme", "width"), [
    ("en-GB", "light", 1440), ("zh-CN", "dark", 390),
])
async def test_the_screen_is_clean(  # a row of the table above
    browser: Browser, tmp_path: Path, language: str, theme: Literal["light", "dark"], width: int
) -> None:
    await asyncio.to_thread(regions)  # half a second of the processor, which a busy machine makes long
    async with (
        open_library(tmp_path, hours=ALWAYS) as library,
        at_the_console(browser, library, name="Ines", role="supervisor", language=language, theme=theme, width=width, begins=False) as ines,
    ):
        page = ines.page
        await page.goto(f"{library.url}/console/settings/hours")
        await expect(page.locator(".days li")).to_have_count(7)
        await clean(page)
        await page.locator("input[name=follows]").nth(1).check()
        await page.locator(".days li button:has(svg)").last.click()
        await page.locator("#hours-region").select_option("CN")
        await page.locator(".save").click()
        await expect(page.locator(".wrong[role=alert]")).to_be_visible()
        await clean(page)
        await page.locator("#exception-first").fill(str(TODAY + timedelta(days=2)))
        await page.locator("#exception-name").fill("A holiday with quite a long name, as holidays have")
        await page.locator("#exception-name-zh").fill("有很长名称的假期")
        await page.locator("section form").nth(1).locator("button").click()
        await expect(page.locator(".list li")).to_have_count(1)
        await clean(page)


async def test_a_week_an_exception_and_the_patrons_see_it(browser: Browser, page: Page, tmp_path: Path) -> None:
    async with (
        open_library(tmp_path, hours=NEVER) as library,
        at_the_console(browser, library, name="Ines", role="supervisor", begins=False) as ines,
    ):
        await page.goto(f"{library.url}/chat?queue=law")
        await expect(page.get_by_text("Law library · closed now · leave a message")).to_be_visible()
        screen = ines.page
        await screen.goto(f"{library.url}/console/settings/hours")
        await screen.get_by_label("Queue").select_option(label="Law library")
        await expect(screen.get_by_text("Closed now")).to_be_visible()
        await screen.get_by_label("Own hours").check()
        for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
            await screen.get_by_label(f"Add a time on {day}").click()
            await screen.get_by_label(f"{day}, open from").fill("00:00")
            await screen.get_by_label(f"{day}, open until").fill("00:00")
        await screen.get_by_role("button", name="Save the week").click()
        await expect(screen.get_by_role("status").filter(has_text="Open now")).to_contain_text("day and night")
        await page.reload()
        await expect(page.get_by_text("Law library · today 0:00–24:00")).to_be_visible()
        # The general desk follows the house, which never opens: another choice, other words.
        await page.locator(".who select").select_option(label="General desk")
        await expect(page.get_by_text("General desk · closed now")).to_be_visible()

        await screen.get_by_label("First day").fill(str(TODAY - timedelta(days=1)))
        await screen.get_by_label("Last day").fill(str(TODAY + timedelta(days=2)))
        await screen.get_by_role("button", name="Add the exception").click()
        await expect(screen.get_by_text("Closed now")).to_be_visible()
        async with screen.expect_response("**/after-hours"):
            await screen.get_by_label("Cannot begin; the form stays open").check()
        await expect(screen.get_by_label("Cannot begin; the form stays open")).to_be_checked()
        await page.goto(f"{library.url}/chat?queue=law")
        await expect(page.get_by_text("The chat is closed now and opens")).to_be_visible()
        await expect(page.get_by_role("button", name="Send")).to_have_count(0)
        await expect(page.get_by_role("link", name="Ask by the form instead")).to_have_attribute("href", f"{library.url}/ask?queue=law")
        await clean(page)
        await screen.get_by_role("button", name="Remove ").click()
        await screen.get_by_role("button", name="Undo").click()
        await expect(screen.get_by_text("Closed now")).to_be_visible()
        await expect(screen.locator(".list li")).to_have_count(1)


async def test_a_colleagues_change_is_seen_and_not_overwritten(browser: Browser, tmp_path: Path) -> None:
    async with (
        open_library(tmp_path) as library,
        at_the_console(browser, library, name="Ines", role="supervisor", begins=False) as ines,
    ):
        screen = ines.page
        await screen.goto(f"{library.url}/console/settings/hours")
        await screen.get_by_label("Queue").select_option(label="Law library")
        await expect(screen.get_by_text("Open now")).to_be_visible()
        await shut_law(library)
        await expect(screen.get_by_text("with no opening ahead")).to_be_visible()
        await expect(screen.get_by_label("Own hours")).to_be_checked()


async def test_by_keyboard_alone(browser: Browser, tmp_path: Path) -> None:
    async with (
        open_library(tmp_path) as library,
        at_the_console(browser, library, name="Ines", role="supervisor", begins=False) as ines,
    ):
        screen = ines.page
        await screen.goto(f"{library.url}/console/settings/hours")
        await expect(screen.locator(".days li")).to_have_count(7)
        await screen.get_by_label("Queue").focus()
        await screen.keyboard.press("Tab")
        await expect(screen.get_by_label("As the house")).to_be_focused()
        await screen.keyboard.press("ArrowDown")
        await expect(screen.get_by_label("Own hours")).to_be_checked()
        remove = screen.get_by_role("button", name="Take the time from 00:00 away on Monday")
        await remove.focus()
        await screen.keyboard.press("Enter")
        await expect(remove).to_have_count(0)
        # What had the focus is gone: it is beside it, not lost.
        await expect(screen.get_by_label("Add a time on Monday")).to_be_focused()
        await screen.get_by_role("button", name="Save the week").focus()
        await screen.keyboard.press("Enter")
        await expect(screen.get_by_text("The hours are saved.")).to_be_visible()


async def test_a_librarian_does_not_see_it(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
        await rosa.page.goto(f"{library.url}/console/settings/hours")
        await expect(rosa.page.get_by_role("link", name="Snippets")).to_be_visible()
        await expect(rosa.page.get_by_role("link", name="Hours")).to_have_count(0)
        await expect(rosa.page.locator(".days")).to_have_count(0)
