"""The widget on another site: one script tag, nothing else touched, the keyboard alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import BrowserContext, Page, expect

from contactcenter.settings import Http
from tests.library import Library, open_library
from tests.neighbours.axe import clean

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


class Site:
    """Another web site, on an origin of its own, that carries a library's widget."""

    def __init__(self, *, policy: bool) -> None:
        self.library = ""
        self._policy = policy

    async def show(self, _: web.Request) -> web.Response:
        headers = {}
        if self._policy:
            socket = self.library.replace("http", "ws", 1)
            headers["Content-Security-Policy"] = (
                f"default-src 'none'; script-src {self.library}; connect-src {self.library} {socket}"
            )
        return web.Response(
            text='<!doctype html><html lang="en"><title>Faculty of Law</title><main><h1>Law</h1><p>Welcome.</p></main>'
            f'<script src="{self.library}/widget.js" async></script>', content_type="text/html", headers=headers,
        )


@asynccontextmanager
async def embedded(folder: Path, *, allowed: bool = True, policy: bool = False) -> AsyncIterator[tuple[Library, str]]:
    site = Site(policy=policy)
    app = web.Application()
    app.router.add_get("/", site.show)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        http = Http(widget_origins=[address] if allowed else ["https://www.library.example"])
        async with open_library(folder, http=http) as library:
            site.library = library.url
            yield library, address
    finally:
        await runner.cleanup()


async def test_a_chat_on_another_site_by_keyboard_alone(page: Page, tmp_path: Path) -> None:
    async with embedded(tmp_path) as (library, address):
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        await page.goto(address)
        launcher = page.get_by_role("button", name="Ask a librarian")
        await expect(launcher).to_be_visible()
        assert not [url for url in asked if url.endswith(("view.js", "talk.js"))], "the chat waits until it is opened"
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        box = page.get_by_label("Your message")
        await expect(box).to_be_focused()
        await page.keyboard.type("Where is the law library?")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Delivered")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(box).to_be_hidden()
        await expect(launcher).to_be_focused()
        await library.answer("Rosa Marín", 1, "In the east wing.")
        await expect(page.locator(".badge")).to_have_text("1")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("In the east wing.")).to_be_visible()
        await expect(page.locator(".badge")).to_be_hidden()
        assert {"/".join(url.split("/")[:3]) for url in asked} <= {address, library.url}, "no third party is asked"
        assert await page.context.cookies() == []
        await page.reload()
        await expect(page.locator(".badge")).to_have_text("1")
        assert not await page.get_by_text("In the east wing.").is_visible()


async def test_a_site_with_a_strict_policy(page: Page, tmp_path: Path) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    async with embedded(tmp_path, policy=True) as (_, address):
        await page.goto(address)
        await page.get_by_role("button", name="Ask a librarian").click()
        await page.get_by_label("Your message").fill("Hello")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Delivered")).to_be_visible()
        assert await page.locator(".chat").evaluate("(chat) => getComputedStyle(chat).borderRadius") == "14px"
    assert [text for text in complaints if "Content Security Policy" in text and "favicon" not in text] == []


async def test_a_site_that_was_not_named_is_told_where_to_go(page: Page, tmp_path: Path) -> None:
    async with embedded(tmp_path, allowed=False) as (library, address):
        await page.goto(address)
        await page.get_by_role("button", name="Ask a librarian").click()
        await expect(page.get_by_text("The chat cannot be reached from this page.")).to_be_visible()
        link = page.get_by_role("link", name="Open it on the library’s site".replace("’", "'"))
        await expect(link).to_have_attribute("href", f"{library.url}/chat")


@pytest.mark.parametrize("width", [1440, 360])
async def test_axe_finds_nothing_in_the_open_widget(
    context: BrowserContext, page: Page, tmp_path: Path, width: int
) -> None:
    async with embedded(tmp_path) as (_, address):
        await page.set_viewport_size({"width": width, "height": 740})
        await page.goto(address)
        await page.get_by_role("button", name="Ask a librarian").click()
        await page.get_by_label("Your message").fill("Hello")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Delivered")).to_be_visible()
        await clean(page)
