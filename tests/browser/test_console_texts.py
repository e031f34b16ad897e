"""A text at the console: answered by keyboard, counted while it is written, delivered; and STOP is honoured."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from contactcenter.demo.carrier.exchange import Number
from contactcenter.envelope.numbers import readable
from tests.browser.console import at_the_console
from tests.browser.test_console_files import carried, drop
from tests.neighbours.axe import clean
from tests.stories.test_amina_calls import AMINA, DESK, town

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_text_by_keyboard(browser: Browser, tmp_path: Path) -> None:
    async with town(tmp_path, mms=True) as here, at_the_console(browser, here.library) as rosa:
        here.exchange.numbers[DESK] = Number(DESK, texts_to=f"{here.library.url}/carrier/texts")
        page = rosa.page
        await here.exchange.text(AMINA, DESK, "When do you close?")
        await expect(rosa.row(1)).to_contain_text("When do you close?")
        await rosa.open(1)
        await expect(page.locator(".compose")).to_contain_text(f"by text message to {readable(AMINA)}")
        await rosa.write("At ten. 十点。")
        await expect(page.locator(".compose .length")).to_have_text("11 characters, 1 part")
        await clean(page)
        await page.keyboard.press("Control+Enter")
        phone = here.exchange.telephone(AMINA)
        await here.until(lambda: phone.texts == ["At ten. 十点。"])
        await here.until(lambda: rosa.messages.nth(1).get_by_text("delivered").is_visible())
        # What a text cannot carry is said before; a picture goes with it.
        for name, kind in (("map.png", "image/png"), ("page.html", "text/html")):
            await drop(page.locator(".thread"), await carried(page, name, kind, f"content of {name}"))
        await expect(page.locator(".compose .checked")).to_contain_text("No text message carries files of this kind")
        send = page.locator(".compose .bar").get_by_role("button", name="Send").first
        await expect(send).to_be_disabled()
        await clean(page)
        await page.get_by_role("button", name="Leave out page.html").click()
        await expect(page.locator(".compose .checked")).to_contain_text("The files go with the text message")
        await send.click()
        await here.until(lambda: [one.content for one in here.exchange.media.values()] == [b"content of map.png"])
        await expect(rosa.messages.nth(2).locator("a.file")).to_contain_text("map.png")
        await here.exchange.text(AMINA, DESK, "退订")
        await expect(rosa.messages.nth(3)).to_contain_text("退订")
        await expect(page.locator(".compose")).to_contain_text("gets no texts from us")
        await expect(page.get_by_text("no texts", exact=True)).to_be_visible()
        await clean(page)
