"""A search's hit leads to the message that has the words, however long the conversation."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from contactcenter.tickets.detail import FIRST_PAGE
from tests.browser.console import Console, at_the_console
from tests.browser.test_console_work import mails
from tests.library import open_library

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
MESSAGES = 150
"""More than are read at first: the rest comes when somebody goes back to it."""
EARLY, MIDDLE = 3, 80


async def seek(rosa: Console, words: str) -> Locator:
    """Look for words and choose the first hit; the message that is marked then."""
    field = rosa.page.get_by_role("textbox", name="Search tickets")
    hit = rosa.page.locator("[data-hit]").filter(has_text=words)
    # The index follows the log a moment late.
    async with rosa.page.expect_response("**/api/v1/search?*"):
        await field.fill(words)
    for _ in range(20):
        if await hit.count():
            break
        await rosa.page.wait_for_timeout(200)
        async with rosa.page.expect_response("**/api/v1/search?*"):
            await field.fill("")
            await field.fill(words)
    await hit.first.click()
    return rosa.page.locator("article.msg[aria-current=true]")


async def test_a_hit_is_scrolled_to_and_marked(browser: Browser, tmp_path: Path) -> None:
    texts = [f"Line {number} of a long exchange.\n\n{'More of it. ' * 20}" for number in range(MESSAGES)]
    texts[EARLY] = "The microfilm reader 缩微胶片 is broken."
    texts[MIDDLE] = "Is the rare books room 善本室 open?"
    async with open_library(tmp_path) as library, at_the_console(browser, library) as rosa:
        await mails(library, "Many things", *texts)
        found = await seek(rosa, "善本室")
        await expect(found).to_contain_text("rare books room")
        await expect(found).to_be_in_viewport()
        assert await rosa.messages.count() == FIRST_PAGE, "it stands among those read first"
        mark = await found.evaluate("(one) => getComputedStyle(one).backgroundColor")
        assert mark not in {"rgba(0, 0, 0, 0)", "transparent"}
        assert rosa.page.url.partition("#")[2].startswith("m")

        found = await seek(rosa, "缩微胶片")
        await expect(found).to_contain_text("microfilm reader")
        await expect(found).to_be_in_viewport()
        assert await rosa.messages.count() == MESSAGES
        await expect(rosa.page.locator("article.msg[aria-current=true]")).to_have_count(1)

        # The same hit once more, after scrolling away.
        await rosa.page.locator(".thread").evaluate("(box) => box.scrollTo(0, box.scrollHeight)")
        await expect(found).not_to_be_in_viewport()
        await rosa.page.locator("[data-hit]").first.click()
        await expect(found).to_be_in_viewport()

        # And the address, opened anew.
        address = rosa.page.url
        await rosa.page.goto("about:blank")
        await rosa.page.goto(address)
        await expect(found).to_be_in_viewport()
