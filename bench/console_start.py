"""What a console weighs: everything fetched until fifty rows show, and until the composer takes a key."""

from __future__ import annotations

import asyncio
import gzip
import tempfile
from pathlib import Path

from playwright.async_api import Page, Response, async_playwright

from bench.report import Number
from bench.seed import house_with_tickets
from bench.server import free_port, product
from tests.neighbours import chromium

TICKETS = 200
ROWS = 50
START_LIMIT, COMPOSER_LIMIT = 250.0, 400.0
"""kB gzipped; the floor is 1, so that the ratio is the weight itself."""


def run(_runs: int) -> list[Number]:
    """Weigh once: a weight is the same every time."""
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        cookie = house_with_tickets(data_dir, TICKETS)[0]
        port = free_port()
        with product(data_dir, port):
            start, composer = asyncio.run(_weigh(f"http://127.0.0.1:{port}", cookie))
    return [
        Number("console start", start, "kB gzipped", 1, START_LIMIT),
        Number("composer", composer, "kB gzipped", 1, COMPOSER_LIMIT),
    ]


async def _weigh(base: str, cookie: str) -> tuple[float, float]:
    executable = chromium.executable()
    if executable is None:
        raise RuntimeError(chromium.MISSING)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=chromium.arguments())
        context = await browser.new_context(viewport={"width": 1440, "height": 4000})
        await context.add_cookies([{"name": "cc_session", "value": cookie, "url": base}])
        page = await context.new_page()
        fetched: list[Response] = []
        page.on("response", lambda response: fetched.append(response))  # noqa: PLW0108  # Playwright sets attributes on it
        await page.goto(f"{base}/console/?view=all")
        await _rows(page)
        start = await _weight(fetched)
        await page.locator("[data-ticket]").first.click()
        await page.locator(".compose").wait_for()
        await page.keyboard.press("r")
        editor = page.locator("[contenteditable=true]")
        await editor.wait_for()
        await editor.type("a")
        await editor.filter(has_text="a").wait_for()
        composer = await _weight(fetched)
        await browser.close()
    return start, composer


async def _rows(page: Page) -> None:
    await page.locator("[data-ticket]").nth(ROWS - 1).wait_for(state="attached")


async def _weight(fetched: list[Response]) -> float:
    total = 0
    for response in fetched:
        if response.status == 200:
            total += len(gzip.compress(await response.body(), 9))
    return total / 1000
