"""A supervisor promises; an inquiry that comes says by when, and the board when that is over."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.console import at_the_console
from tests.browser.test_console_live import say
from tests.library import ALWAYS, open_library
from tests.neighbours.axe import clean

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize(("language", "theme", "width", "any_queue", "due", "late"), [
    ("en-GB", "light", 1440, "every queue, channel and priority", "Answer by", "overdue"),
    ("zh-CN", "dark", 390, "所有队列、渠道和优先级", "前首次答复", ""),  # ten seconds until it is broken are enough once
])
async def test_what_is_promised_is_shown_until_it_is_kept(  # noqa: PLR0917  # a row of the table above
    browser: Browser, page: Page, tmp_path: Path, language: str, theme: Literal["light", "dark"], width: int,
    any_queue: str, due: str, late: str,
) -> None:
    async with (
        open_library(tmp_path, hours=ALWAYS) as library,
        at_the_console(browser, library, name="Ines", role="supervisor", language=language, theme=theme, width=width, begins=False) as ines,
    ):
        screen = ines.page
        await screen.goto(f"{library.url}/console/settings/promises")
        form = screen.locator("form.form")
        await expect(form).to_be_visible()
        await clean(screen)
        await form.locator("input[type=number]").last.fill("5")
        await form.locator("button.primary").click()
        await expect(form.locator("[role=alert]")).to_be_visible()
        await form.locator("input[type=number]").last.fill("1")
        await form.locator("button.primary").click()
        await expect(screen.locator(".list li")).to_have_count(1)
        await expect(screen.locator(".list li")).to_contain_text(any_queue)
        await clean(screen)

        await page.goto(f"{library.url}/chat")
        await say(page, "May I renew my loan?")
        await screen.goto(f"{library.url}/console/tickets/1")
        await expect(screen.locator(".head .due")).to_contain_text(due)
        await clean(screen)

        if not late:
            return
        # A tighter promise measures anew what runs.
        await screen.goto(f"{library.url}/console/settings/promises")
        await screen.locator(".list li button").first.click()
        for place, value in ((0, "10"), (1, "1")):
            await form.locator("input[type=number]").nth(place).fill(value)
            await form.locator("select[aria-label]").nth(place).select_option("seconds")
        await form.locator("button.primary").click()
        await expect(screen.locator(".list li")).to_contain_text("10")
        await screen.goto(f"{library.url}/console/board")
        await expect(screen.locator("button.chip.bad")).to_contain_text("1", timeout=20_000)
        await screen.locator("button.chip.bad").click()
        await expect(screen.locator("[role=dialog] .due")).to_contain_text(late)
        await clean(screen)
        await screen.locator("[data-line='1'] button").click()
        await expect(screen.locator(".head .due.bad")).to_contain_text(late)
        await library.answer("王芳", 1, "Yes.")
        await expect(screen.locator(".head .due")).to_have_count(0)
