"""Every patron page as a picture: axe finds nothing, nothing overflows, in both languages and themes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, expect

from contactcenter.settings import Hours
from tests.library import ALWAYS, NEVER, Library, open_library
from tests.neighbours.axe import clean
from tests.neighbours.chromium import PATIENCE_MS

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
LONG_NAME = "María Fernanda de los Ángeles Rodríguez-Santamaría y Hernández de la Vega"
LONG_WORD = "https://catalogue.library.example/" + "record" * 40


async def walk(page: Page, library: Library) -> None:
    """Through every page as a reader comes through them."""
    for path in ("/", "/ask", "/chat", "/widget-demo", "/ask/thanks", "/t/no.thing"):
        await page.goto(library.url + path)
        await clean(page)
    await page.goto(f"{library.url}/ask")
    await page.locator("#name").fill(LONG_NAME)
    await page.locator("#email").fill("not an address")
    await page.locator("#text").fill(f"学位论文可以续借吗？ {LONG_WORD}")
    await page.wait_for_timeout(2_100)  # nobody is faster than a machine
    await page.locator("form[data-ask] button").click()
    await expect(page.locator("#faults")).to_be_focused()
    await clean(page)
    await page.locator("#email").fill("amina@example.org")
    await page.locator("form[data-ask] button").click()
    await page.wait_for_url("**/ask/thanks*")
    await clean(page)
    await page.locator("a.primary").click()
    number = re.search(r"\d+", await page.locator("h1 .chip").inner_text())
    assert number
    await library.answer(LONG_NAME, int(number[0]), "a", html=f"<p>可以。</p><ul><li>{LONG_WORD}</li></ul>")
    await page.reload()
    await expect(page.locator(".rich")).to_be_visible()
    await clean(page)
    await page.goto(f"{library.url}/chat")
    await page.locator("input[type=email]").fill("amina@example.org")
    await page.locator("textarea").fill(f"您好 {LONG_WORD}")
    await page.locator(".send").click()
    await expect(page.locator(".m.me:not(.pending)")).to_have_count(1)
    await library.answer(LONG_NAME, int(number[0]) + 1, "a", html=f"<p>可以。 {LONG_WORD}</p>")
    await expect(page.locator(".b.rich")).to_be_visible()
    await clean(page)


@pytest.mark.parametrize(("language", "theme", "width", "hours"), [
    ("en-GB", "light", 1440, ALWAYS), ("zh-CN", "dark", 360, NEVER),
], ids=["en light", "zh dark narrow closed"])
async def test_every_page(  # noqa: PLR0917  # a row of the table above
    browser: Browser, tmp_path: Path, language: str, theme: Literal["light", "dark"], width: int, hours: Hours
) -> None:
    context = await browser.new_context(
        locale=language, color_scheme=theme, viewport={"width": width, "height": 800}, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    try:
        async with open_library(tmp_path, hours=hours) as library:
            await walk(await context.new_page(), library)
    finally:
        await context.close()


async def test_a_form_by_keyboard_alone(page: Page, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library:
        await page.goto(f"{library.url}/ask")
        await page.keyboard.press("Tab")
        await expect(page.locator(".skip")).to_be_focused()
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        await expect(page.locator("#name")).to_be_focused()
        await page.keyboard.type("Amina Okafor")
        for _ in range(4):
            await page.keyboard.press("Tab")
        await expect(page.locator("#text")).to_be_focused()
        await page.keyboard.type("Can I renew my loan?")
        await page.wait_for_timeout(2_000)
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/ask/thanks*")
        assert await library.texts(1) == ["Can I renew my loan?"]


async def test_a_draft_survives_a_reload_and_goes_when_it_was_sent(page: Page, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library:
        await page.goto(f"{library.url}/ask")
        await page.locator("#text").fill("half a question")
        await page.get_by_role("link", name="中文").click()
        await expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
        await expect(page.locator("#text")).to_have_value("half a question")
        await page.wait_for_timeout(2_000)
        await page.locator("form[data-ask] button").click()
        await page.wait_for_url("**/ask/thanks*")
        await page.goto(f"{library.url}/ask")
        await expect(page.locator("#text")).to_have_value("")
