"""The demo's pages as pictures: axe finds nothing, nothing overflows, letters appear while one looks."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, expect

from contactcenter.demo.by_mail import post
from contactcenter.demo.letters import letter
from contactcenter.demo.patrons import AMINA, CHINESE, ENGLISH, LI_LEI, Patron
from tests.demo.stage import Stage, open_stage
from tests.neighbours.axe import clean
from tests.neighbours.chromium import PATIENCE_MS

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
COPY = (
    f"To: Amina Okafor <amina@riverside.example>\nCc: Chen <chen@law.example>, {'Very Long Name ' * 9}<{'office' * 9}@faculty.example>\n"
    "Subject: Both\n\nYes.\n"
)
LONG = "Interlibrary loan of https://catalogue.library.example/" + "record" * 30


async def write(stage: Stage, patron: Patron, subject: str) -> None:
    mail = letter(patron, to="help@library.example", subject=subject, text="…", at=datetime.now(UTC))
    await post(mail, patron.address, stage.settings)


@pytest.mark.parametrize(("language", "theme", "width"), [
    ("en-GB", "light", 1440), ("zh-CN", "dark", 360),
])
async def test_every_page(
    browser: Browser, tmp_path: Path, language: str, theme: Literal["light", "dark"], width: int
) -> None:
    context = await browser.new_context(
        locale=language, color_scheme=theme, viewport={"width": width, "height": 800}, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    try:
        async with open_stage(tmp_path) as stage:
            page = await context.new_page()
            complaints: list[str] = []
            page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
            for path in ("/demo", "/demo/training", "/post-office", "/booth", "/library"):
                await page.goto(stage.url + path)
                await clean(page)
            await page.goto(f"{stage.url}/post-office")
            for patron, subject in ((AMINA, LONG), (LI_LEI, "《图书馆论坛》"), (ENGLISH[5], LONG), (CHINESE[5], "续借")):
                await write(stage, patron, subject)
            # No reload: the letters come to the page that is open.
            await expect(page.locator(".letters li")).to_have_count(4)
            await clean(page)
            # One mail to several, in the box of one who got a copy.
            copy = stage.demo.office.keep("chen@law.example", COPY.encode(), at=datetime.now(UTC))
            await page.goto(f"{stage.url}/post-office/{copy.number}")
            await expect(page.locator(".named dd.me")).to_contain_text("chen@law.example")
            await clean(page)
            await page.goto(f"{stage.url}/post-office")
            await page.locator(".letters a").last.click()
            await page.locator("summary").click()
            await clean(page)
            await expect(page.frame_locator("iframe").locator("body")).to_contain_text("#1")
            await page.locator("textarea").fill("It is urgent.")
            await page.locator("form.fields button").click()
            await expect(page.get_by_role("status")).to_be_visible()
            await clean(page)
            assert complaints == []
    finally:
        await context.close()


async def test_one_click_by_keyboard_leads_to_the_console(page: Page, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await page.goto(stage.url)
        await page.get_by_role("button", name="王芳").focus()
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/console/**")
