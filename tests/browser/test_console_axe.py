"""Every page of the console: axe finds nothing, nothing overflows, in both languages and themes."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.console import Console, at_the_console
from tests.browser.test_console_live import say
from tests.browser.test_patron_pages import LONG_NAME, LONG_WORD
from tests.library import Library, open_library
from tests.neighbours.axe import clean

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def walk(rosa: Console, library: Library, *, wide: bool) -> None:
    page = rosa.page
    await expect(rosa.row(1)).to_be_visible()
    await clean(page)
    await rosa.row(1).click()
    await expect(rosa.messages).to_have_count(2)
    await clean(page)
    await page.keyboard.press("r")
    await expect(page.locator(".compose .ProseMirror")).to_be_focused()
    await clean(page)
    await page.keyboard.press("Escape")
    for key in ("w", "?", "t", "Control+k"):
        await page.evaluate("document.activeElement.blur()")
        await page.keyboard.press(key)
        await expect(page.locator("[role=dialog]")).to_be_visible()
        await clean(page)
        await page.keyboard.press("Escape")
        await expect(page.locator("[role=dialog]")).to_have_count(0)
    for path in ("patrons", "settings", "?view=set_aside", "settings/snippets", "tickets/99"):
        await page.goto(f"{library.url}/console/{path}")
        await expect(page.locator("nav.rail" if wide or "99" not in path else "#main")).to_be_visible()
        await page.wait_for_load_state("networkidle")
        await clean(page)
    await page.goto(f"{library.url}/console/?view=all")
    # The index has it by now: it follows the log by a moment.
    await page.locator("[role=search] input").fill("thesis")
    await expect(page.locator("[data-hit]")).to_have_count(1)
    await clean(page)
    await page.locator("[data-hit]").click()
    await expect(page.locator("article.msg[aria-current=true]")).to_be_in_viewport()
    await clean(page)


@pytest.mark.parametrize(("language", "theme", "width"), [
    ("en-GB", "light", 1440), ("zh-CN", "dark", 390),
])
async def test_every_page(  # noqa: PLR0917  # a row of the table above
    browser: Browser, page: Page, tmp_path: Path, language: str, theme: Literal["light", "dark"], width: int
) -> None:
    async with (
        open_library(tmp_path) as library,
        at_the_console(browser, library, language=language, theme=theme, width=width) as rosa,
    ):
        await page.goto(f"{library.url}/chat")
        await page.get_by_label("Your name").fill(LONG_NAME)
        await say(page, f"学位论文可以续借吗？ thesis {LONG_WORD}")
        await expect(page.locator(".m.me:not(.pending)")).to_have_count(1)
        await library.answer("王芳", 1, "可以。", html=f"<p>可以。</p><ul><li>{LONG_WORD}</li></ul>", then="keep")
        await rosa.page.goto(f"{library.url}/console/?view=all")
        await walk(rosa, library, wide=width > 900)  # a telephone shows list or conversation
