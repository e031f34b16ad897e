"""The pictures of the README, from the demo: `make screenshots` writes docs/screenshots/*.png."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.neighbours import chromium  # noqa: E402  # found only from the root

OUT = ROOT / "docs" / "screenshots"
START_S = 300.0
SETTLE_MS = 1500
MOST_BYTES = 300_000
TOO_LONG = 12
"""Messages; a thread of more fills no picture well."""


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
        for name, path, language in (
            ("sign-in", "/demo", "en-GB"), ("demo-zh", "/demo", "zh-CN"), ("post-office", "/post-office", "en-GB"),
            ("booth", "/booth", "en-GB"),
        ):
            page = await _page(browser, language=language, size=(1280, 860))
            await page.goto(base + path)
            await _keep(page, name)
        await _form(browser, base)
        await _chat(browser, base)
        page = await _page(browser, size=(1440, 900))
        await _sit_down(page, base, "rosa")
        await page.goto(f"{base}/console/tickets/{await _best(page, base, 'en')}")
        await _console(page, "console-en-light")
        page = await _page(browser, size=(390, 844))
        await _sit_down(page, base, "rosa")
        await _console(page, "console-390")
        await _board(browser, base)
        await _settled(browser, base)
        await browser.close()


async def _board(browser: Browser, base: str) -> None:
    """The supervisor's board, in both languages, while two patrons wait."""
    for name, text, language in (
        ("Amina Okafor", "Is anybody there?", "en-GB"), ("韩梅梅", "数据库打不开，请帮忙看看。", "zh-CN"),
    ):
        patron = await _page(browser, language=language, size=(480, 760))
        await patron.goto(f"{base}/chat?name={name}&queue=general")
        await _say(patron, text)
        await patron.locator(".m.me:not(.pending)").wait_for()
    for language, dark, name in (("en-GB", False, "board-en-light"), ("zh-CN", True, "board-zh-dark")):
        page = await _page(browser, language=language, size=(1440, 900), dark=dark)
        await _sit_down(page, base, "ines")
        me = await _get(page, f"{base}/api/v1/me")
        await page.request.patch(f"{base}/api/v1/me", headers={"X-CSRF-Token": str(me["csrf_token"])}, data={
            "locale": "zh-Hans" if dark else "en", "theme": "dark" if dark else "light"})
        await page.goto(f"{base}/console/board")
        await page.locator("[data-tile=waiting]").wait_for()
        await page.wait_for_timeout(SETTLE_MS)
        await _keep(page, name)


async def _form(browser: Browser, base: str) -> None:
    """The form, filled in."""
    page = await _page(browser, size=(1280, 860))
    who = "name=Amina+Okafor&email=amina@riverside.example"
    await page.goto(f"{base}/ask?{who}&queue=loans&subject=A+thesis+from+Uppsala")
    await page.fill("#text", "The thesis is due on Friday, and I still need chapter four. May I keep it longer?")
    await _keep(page, "form-en")


async def _chat(browser: Browser, base: str) -> None:
    """A chat from both ends: the patron's page, and the same conversation on the console, in Chinese and dark."""
    patron = await _page(browser, language="zh-CN", size=(480, 760))
    await patron.goto(f"{base}/chat?name=李雷&email=lilei@riverside.example&queue=loans")
    librarian = await _page(browser, language="zh-CN", size=(1440, 900), dark=True)
    await _sit_down(librarian, base, "wangfang")
    await _say(patron, "老师您好，我借的《海洋法导论》明天到期，还可以再续借一次吗？")
    await patron.locator(".m.me:not(.pending)").wait_for()
    ticket = next(one for one in await _tickets(librarian, base, "waiting") if one["patron_name"] == "李雷")
    await librarian.goto(f"{base}/console/tickets/{ticket['id']}")
    await _reply(librarian, base, str(ticket["id"]), "您好，没有其他读者预约，已为您续借到下月十日。")
    await patron.get_by_text("已为您续借").wait_for()
    await _say(patron, "太好了，下册也能一起续借吗？")
    await patron.locator(".m.me:not(.pending)").nth(1).wait_for()
    await _reply(librarian, base, str(ticket["id"]), "可以，两册的到期日相同。")
    await patron.get_by_text("到期日相同").wait_for()
    await patron.wait_for_timeout(SETTLE_MS)
    await _keep(patron, "chat-zh")
    await _console(librarian, "console-zh-dark")


async def _settled(browser: Browser, base: str) -> None:
    """What a supervisor reads and sets: reports in English, automation in Chinese."""
    for name, path, locale in (
        ("reports-en-light", "reports", "en"), ("automation-zh-light", "settings/automation", "zh-Hans"),
    ):
        page = await _page(browser, language=locale, size=(1440, 900))
        await _sit_down(page, base, "ines")
        me = await _get(page, f"{base}/api/v1/me")
        await page.request.patch(f"{base}/api/v1/me", headers={"X-CSRF-Token": str(me["csrf_token"])},
                                 data={"locale": locale, "theme": "light"})
        await page.goto(f"{base}/console/{path}")
        await page.locator("main h1, main h2").first.wait_for()
        await page.wait_for_timeout(2 * SETTLE_MS)
        await _keep(page, name)


async def _say(page: Page, text: str) -> None:
    await page.locator("textarea").fill(text)
    await page.locator(".send").click()


async def _sit_down(page: Page, base: str, login: str) -> None:
    await page.goto(f"{base}/demo")
    await page.click(f"button[value={login}]")
    await page.wait_for_url("**/console/**")


async def _console(page: Page, name: str) -> None:
    await page.locator("[data-ticket]").nth(3).wait_for()
    await page.wait_for_timeout(SETTLE_MS)
    await _keep(page, name)


async def _get(page: Page, url: str) -> dict[str, object]:
    answer = await page.request.get(url)
    read: dict[str, object] = await answer.json()
    return read


async def _tickets(page: Page, base: str, view: str) -> list[dict[str, object]]:
    items = (await _get(page, f"{base}/api/v1/tickets?view={view}&limit=100"))["items"]
    return [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []


async def _best(page: Page, base: str, locale: str) -> str:
    """The ticket that shows most: a note, files, an answer, and not too long for one picture."""
    best, most = "", -1
    for one in (await _tickets(page, base, "all"))[:60]:
        if one["locale"] != locale or one["channel"] != "email":
            continue
        detail = await _get(page, f"{base}/api/v1/tickets/{one['id']}")
        messages = [each for each in _list(detail["messages"]) if isinstance(each, dict)]
        kinds = {each["kind"] for each in messages}
        shows = 2 * len(kinds) + any(each["attachments"] for each in messages) + min(len(messages), 5)
        if len(messages) < TOO_LONG and shows > most:
            best, most = str(one["id"]), shows
    return best


async def _reply(page: Page, base: str, ticket_id: str, text: str) -> None:
    me = await _get(page, f"{base}/api/v1/me")
    detail = await _get(page, f"{base}/api/v1/tickets/{ticket_id}")
    ticket = detail["ticket"]
    answer = await page.request.post(
        f"{base}/api/v1/tickets/{ticket_id}/replies", headers={"X-CSRF-Token": str(me["csrf_token"])},
        data={"text": text, "client_id": secrets.token_hex(8),
              "expected_version": ticket["version"] if isinstance(ticket, dict) else 0},
    )
    if not answer.ok:
        raise RuntimeError(f"the answer was refused: {await answer.text()}")


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


async def _keep(page: Page, name: str) -> None:
    """Photograph the page, which is not needed any more."""
    file = OUT / f"{name}.png"
    await page.screenshot(path=file)
    size = file.stat().st_size
    print(f"{file.relative_to(ROOT)}  {size // 1000} kB")  # noqa: T201
    if size > MOST_BYTES:
        raise RuntimeError(f"{name}.png is too large for a README: {size} bytes")


async def _page(
    browser: Browser, *, size: tuple[int, int], language: str = "en-GB", dark: bool = False
) -> Page:
    """A browser of its own, as somebody opens it who has never been here."""
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale=language, color_scheme="dark" if dark else "light",
        timezone_id="Asia/Shanghai", reduced_motion="reduce",
    )
    context.set_default_timeout(30_000)
    return await context.new_page()


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
