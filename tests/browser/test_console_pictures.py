"""Pictures from the web in a patron's mail are loaded only when the librarian asks."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser, expect

from contactcenter.envelope import Raw
from tests.browser.console import at_the_console
from tests.library import open_library

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")


async def test_they_are_asked_for(browser: Browser, tmp_path: Path) -> None:
    fetched: list[str | None] = []

    async def picture(request: web.Request) -> web.Response:
        fetched.append(request.headers.get("Referer"))
        return web.Response(body=PIXEL, content_type="image/gif")

    elsewhere = web.Application()
    elsewhere.router.add_get("/seal.gif", picture)
    runner = web.AppRunner(elsewhere)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    try:
        async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
            letter = EmailMessage()
            letter["From"], letter["To"], letter["Subject"] = "amina@uni.example", "help@library.example", "Seal"
            letter["Message-ID"] = "<seal@uni.example>"
            letter.set_content("See")
            letter.add_alternative(f'<p>See <img src="http://127.0.0.1:{port}/seal.gif"></p>', subtype="html")
            accepted = await library.house.desk.accept_now(Raw("email", letter.as_bytes()))
            assert accepted.ticket_id is not None
            await rosa.open(accepted.ticket_id)
            await rosa.page.get_by_role("button", name="Original").click()
            frame = rosa.page.frame_locator("article.msg iframe")
            await expect(frame.get_by_text("See")).to_be_visible()
            await expect(rosa.page.get_by_text("Pictures from the web are not loaded")).to_be_visible()
            assert fetched == []

            await rosa.page.get_by_role("button", name="Load them").click()

            await expect(rosa.page.get_by_text("Pictures from the web are not loaded")).to_have_count(0)
            await expect(frame.locator("img")).to_have_js_property("naturalWidth", 1)
            # And the sender does not learn where it was read.
            assert fetched == [None]
    finally:
        await runner.cleanup()
