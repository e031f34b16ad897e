"""A fax in the console: its pages are seen and leafed through by keys, and what no fax carries is said before it is sent."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from contactcenter.settings import Mail, Smtp
from tests.browser.console import at_the_console
from tests.browser.test_console_files import carried, drop
from tests.channels.fax.gateway import FAX, arrived, mail, tiff
from tests.library import open_library
from tests.neighbours.axe import clean
from tests.neighbours.smtp import SmtpSink

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_fax_is_read_and_answered(browser: Browser, tmp_path: Path, smtp_sink: SmtpSink) -> None:
    relay = Mail(undo_s=0, smtp=Smtp(port=smtp_sink.port, security="none"))
    async with open_library(tmp_path, mail=relay, fax=FAX) as library:
        came = await library.house.desk.accept_now(
            arrived(mail("New fax from 010-62751051 (3 pages)", fax=tiff(3))))
        async with at_the_console(browser, library, name="Wang Fang", language="zh-CN", theme="dark", width=390, begins=False) as wang:
            page = wang.page
            await wang.open(came.ticket_id or 0)
            leaves = page.locator(".strip .leaf")
            await expect(leaves).to_have_count(3)
            await expect(page.locator(".strip img").last).to_have_js_property("complete", True)  # noqa: FBT003
            await leaves.nth(1).click()
            viewer = page.get_by_role("dialog")
            await expect(viewer.get_by_role("status").first).to_have_text("2 / 3")
            picture = viewer.locator(".frame img")
            await expect(picture).to_have_js_property("naturalWidth", 1240)
            await clean(page)
            await page.keyboard.press("ArrowRight")
            await expect(viewer.get_by_role("status").first).to_have_text("3 / 3")
            await page.keyboard.press("r")
            await page.keyboard.press("+")
            await expect(viewer).to_contain_text("125%")
            await page.keyboard.press("Escape")
            await expect(viewer).to_have_count(0)
            await page.keyboard.press("f")
            await expect(viewer.get_by_role("status").first).to_have_text("1 / 3")
            await page.keyboard.press("Escape")

            await wang.write("您要的书已到馆 😀")
            await expect(page.locator(".compose .checked")).to_contain_text("将发送 1 页（含封面）")
            await expect(page.locator(".compose .checked")).to_contain_text("将印成 □：😀")
            await drop(page.locator(".thread"), await carried(
                page, "清单.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "no"))
            await expect(page.locator(".compose .checked")).to_contain_text("传真无法发送以下文件")
            send = page.locator(".compose .bar").get_by_role("button", name="发送").first
            await expect(send).to_be_disabled()
            await clean(page)
            await page.get_by_role("button", name="移除 清单.docx").last.click()
            await expect(send).to_be_enabled()
            await send.click()
            await expect(wang.messages).to_have_count(2)
            kept = await asyncio.to_thread(smtp_sink.wait, 1)
            assert kept[0].rcpt_tos == ["861062751051@fax.gateway.example"]
