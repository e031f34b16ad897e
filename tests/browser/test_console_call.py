"""A call at the console: it rings as a chat does, and is held, muted and ended by keys; the carrier's stand-in carries it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from contactcenter.envelope.numbers import readable
from tests.browser.console import Console, at_the_console
from tests.neighbours.axe import clean
from tests.stories.test_amina_calls import AMINA, DESK, ROSA, Town, town

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_call_by_keyboard(browser: Browser, tmp_path: Path) -> None:
    async with town(tmp_path) as here, at_the_console(browser, here.library, begins=False) as rosa:
        page = rosa.page
        await page.goto(f"{rosa.url}/console/settings/personal")
        await page.get_by_role("radio", name="On my telephone").click()
        await page.get_by_label("Number of my telephone").fill(ROSA)
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Saved.")).to_be_visible()
        await clean(page)
        await page.goto(f"{rosa.url}/console/?view=all")
        amina = here.exchange.dial(AMINA, DESK)
        await here.hears(amina, "press 9")
        amina.press("9")
        await here.hears(amina, "press 0")
        amina.press("0")
        await here.until(lambda: page.locator(".ring").is_visible())
        await expect(page.locator(".ring")).to_contain_text(re.compile(re.escape(readable(AMINA)) + ".*Language: English"))
        await page.keyboard.press("a")
        bar = page.get_by_role("region", name="Call")
        await expect(bar).to_contain_text("Ringing")
        await expect(bar).to_contain_text("Your telephone rings")
        await here.takes_by_telephone(ROSA, "press 1")
        await here.until(lambda: bar.get_by_text("Talking").is_visible())
        # The keyboard is in the composer, for what is written down meanwhile: out of it, keys act on the call.
        await page.keyboard.press("Escape")
        await page.keyboard.press("o")
        await expect(bar).to_contain_text("On hold")
        await page.keyboard.press("o")
        await expect(bar).to_contain_text("Talking")
        await page.keyboard.press("u")
        await expect(bar.get_by_role("button", name="Unmute")).to_be_visible()
        await _refused_at_its_field(page)
        await page.keyboard.press("b")
        await here.stands("ended")
        await expect(bar).to_have_count(0)
        await expect(page.get_by_text(re.compile("hung up, after"))).to_be_visible()
        await expect(page.locator("nav.rail .pill")).to_contain_text("Wrap-up")
        # Called back from the ticket, by the key; the patron is busy.
        here.exchange.telephone(AMINA).mood = "busy"
        await page.keyboard.press("g")
        await expect(page.get_by_label("Number to call")).to_have_value(readable(AMINA))
        await page.keyboard.press("Enter")
        await expect(bar).to_contain_text("Your telephone rings")
        # Nobody is at the other end yet: it is among what goes on all the same, and row and head say whose call it is.
        await expect(page.locator(".list .heading").first).to_have_text("Live")
        await expect(page.locator("a.row").first).to_contain_text("Phone, Our call, Call not over")
        await expect(page.locator(".head .chips")).to_contain_text("Phone, Our call")
        await here.takes_by_telephone(ROSA, "press 1")
        await expect(page.get_by_text("The line was busy")).to_be_visible()
        await expect(page.locator("a.row").first).not_to_contain_text("Our call")
        await _from_her_profile(here, rosa)


async def _refused_at_its_field(page: Page) -> None:
    """What is no number is refused where it was typed, until another is typed."""
    await page.get_by_role("button", name="Bring in").click()
    field = page.get_by_label("Number to bring in")
    await field.fill("12")
    await page.keyboard.press("Enter")
    await expect(field).to_have_accessible_description(re.compile("no telephone number"))
    await expect(page.locator(".toast")).to_have_count(0)
    await clean(page)
    await field.fill("120")
    await expect(field).to_have_accessible_description("They are rung into the conversation.")
    await page.keyboard.press("Escape")


async def _from_her_profile(here: Town, rosa: Console) -> None:
    """It asks first, says which of her inquiries the call belongs to, and rings there."""
    page = rosa.page
    bar = page.get_by_role("region", name="Call")
    here.exchange.telephone(AMINA).mood = "answers"
    await page.goto(f"{rosa.url}/console/patrons")
    await page.locator("a.row").click()
    await page.get_by_role("button", name=f"Call {readable(AMINA)}").click()
    await expect(page.get_by_label("Number to call")).to_have_value(readable(AMINA))
    await expect(page.get_by_label("The call belongs to").locator("option")).to_have_count(2)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/tickets/1*")
    await here.takes_by_telephone(ROSA, "press 1")
    await here.until(lambda: bar.get_by_text("Talking").is_visible())
    await expect(page.get_by_role("button", name=f"Call {readable(AMINA)}")).to_be_disabled()
    await page.keyboard.press("Escape")
    await page.keyboard.press("b")
    await expect(page.get_by_text(re.compile("hung up, after"))).to_have_count(2)
