"""A saved view from its saving to its removal: renamed, given another order, shared with a department, seen there at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.console import at_the_console
from tests.library import open_library
from tests.neighbours.axe import clean

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def from_the_palette(page: Page, command: str) -> None:
    await expect(page.locator(".views")).to_be_visible()
    await page.keyboard.press("Control+k")
    await page.locator("[role=dialog] input").fill(command)
    await page.locator("[role=option]").filter(has_text=command).click()


async def test_a_view_is_changed_shared_and_removed(browser: Browser, tmp_path: Path) -> None:
    async with (
        open_library(tmp_path) as library,
        at_the_console(browser, library) as rosa,
        at_the_console(browser, library, name="Ines", role="supervisor", begins=False) as ines,
    ):
        page = ines.page
        await page.goto(f"{library.url}/console/?view=waiting")
        await from_the_palette(page, "Save this list as a view…")
        await page.get_by_label("Name", exact=True).fill("Waiting")
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(page.get_by_text("Saved: Waiting.")).to_be_visible()

        # Tabs without room stand in the menu, and are as good there.
        await page.evaluate("document.querySelector('.tabs').style.width = '180px'")
        await expect(page.locator(".views")).to_contain_text("+")
        await expect(page.get_by_role("link", name="Set aside")).to_have_count(0)
        await page.locator(".views").click()
        await page.get_by_role("menuitem", name="Set aside").click()
        await expect(page.locator(".tab[aria-current=true]")).to_contain_text("Set aside")
        await expect(page.locator(".tab[aria-current=true]")).to_be_visible()
        await page.evaluate("document.querySelector('.tabs').style.width = ''")
        await page.get_by_role("link", name="Waiting").click()

        await page.locator(".views").click()
        await page.get_by_role("menuitem", name="Change saved views…").click()
        await clean(page)
        await page.get_by_role("button", name="Change Waiting").click()
        await clean(page)
        await page.get_by_label("Name", exact=True).fill("The longest wait first")
        await page.get_by_label("For whom").select_option(label="General desk")
        await page.get_by_label("Order", exact=True).select_option(label="Longest wait first")
        await page.get_by_role("button", name="Save", exact=True).click()
        # What is looked at has become what was said; the keyboard is where it was.
        await expect(page.get_by_role("button", name="Change The longest wait first")).to_be_focused()
        await expect(page).to_have_url(f"{library.url}/console/?view=waiting&sort=waiting")
        await expect(page.locator("[data-view] .chip")).to_have_text("General desk")

        await rosa.page.locator(".views").click()
        await expect(rosa.page.get_by_role("menuitem", name="The longest wait first")).to_be_visible()
        await rosa.page.get_by_role("menuitem", name="Change saved views…").click()
        await expect(rosa.page.locator("[data-view]")).to_have_count(1)
        # It is her department's, and not hers to change.
        await expect(rosa.page.locator("[data-change]")).to_have_count(0)

        await page.get_by_role("button", name="Remove The longest wait first").click()
        await expect(rosa.page.locator("[data-view]")).to_have_count(0)
