"""The pictures of the README, from the demo: `make screenshots` writes docs/screenshots/*.png."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.neighbours import chromium  # noqa: E402  # found only from the root

OUT = ROOT / "docs" / "screenshots"
START_S = 300.0
SETTLE_MS = 1500


def main() -> int:
    """Start the demo on free ports, photograph it, stop it."""
    executable = chromium.executable()
    if executable is None:
        print(chromium.MISSING, file=sys.stderr)  # noqa: T201
        return 1
    OUT.mkdir(parents=True, exist_ok=True)
    port, door = _free(), _free()
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ, "CONTACTCENTER_DATA_DIR": folder, "CONTACTCENTER_HTTP__PORT": str(port),
            "CONTACTCENTER_MAIL__LISTEN": f"127.0.0.1:{door}", "CONTACTCENTER_LOG_LEVEL": "error",
            "CONTACTCENTER_HOURS__OPENS": "00:00", "CONTACTCENTER_HOURS__CLOSES": "24:00",
        }
        demo = subprocess.Popen([sys.executable, "-m", "contactcenter", "run"], env=environment, cwd=ROOT)
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(f"{base}/readyz")
            asyncio.run(_photograph(base, executable))
        finally:
            demo.terminate()
            demo.wait(30)
    return 0


async def _photograph(base: str, executable: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=chromium.arguments())
        await _console(browser, base, "rosa", name="console-en-light", colours="light", size=(1440, 900))
        await _console(browser, base, "wangfang", name="console-zh-dark", colours="dark", size=(1440, 900))
        await _console(browser, base, "rosa", name="console-390", colours="light", size=(390, 844))
        await _chat(browser, base)
        for name, path, language in (
            ("form-en", "/ask", "en-GB"), ("post-office", "/post-office", "en-GB"), ("sign-in", "/demo", "en-GB"),
            ("demo-zh", "/demo", "zh-CN"),
        ):
            context = await browser.new_context(viewport={"width": 1280, "height": 860}, locale=language)
            page = await context.new_page()
            await page.goto(base + path)
            await page.screenshot(path=OUT / f"{name}.png")
            await context.close()
        await browser.close()


async def _console(
    browser: Browser, base: str, login: str, *, name: str, colours: str, size: tuple[int, int]
) -> None:
    context = await _context(browser, colours, size)
    page = await context.new_page()
    await page.goto(f"{base}/demo")
    await page.click(f"button[value={login}]")
    await page.wait_for_url("**/console/**")
    await page.goto(f"{base}/console/?view=all")
    await page.locator("[data-ticket]").nth(6).wait_for()
    await page.locator("[data-ticket]").nth(5).click()
    await page.wait_for_timeout(SETTLE_MS)
    await page.screenshot(path=OUT / f"{name}.png")
    await context.close()


async def _chat(browser: Browser, base: str) -> None:
    context = await browser.new_context(viewport={"width": 480, "height": 760}, locale="zh-CN")
    page: Page = await context.new_page()
    await page.goto(f"{base}/chat")
    await page.wait_for_timeout(SETTLE_MS)
    await page.screenshot(path=OUT / "chat-zh.png")
    await context.close()


async def _context(browser: Browser, colours: str, size: tuple[int, int]) -> BrowserContext:
    viewport = {"width": size[0], "height": size[1]}
    if colours == "dark":
        return await browser.new_context(viewport=viewport, color_scheme="dark", locale="zh-CN")  # type: ignore[arg-type]
    return await browser.new_context(viewport=viewport, color_scheme="light", locale="en-GB")  # type: ignore[arg-type]


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310
                return
        except OSError:
            time.sleep(0.3)
    raise TimeoutError(url)


if __name__ == "__main__":
    sys.exit(main())
