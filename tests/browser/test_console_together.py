"""Working together: the next inquiry, who else is here, a second librarian, a conversation passed on, mail pushed and recalled."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from contactcenter.envelope import Raw
from tests.browser.console import at_the_console
from tests.library import Library, open_library
from tests.neighbours.cable import laid

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
MAIL = "From: Amina Okafor <amina@uni.example>\r\nTo: help@library.example\r\nSubject: {}\r\nMessage-ID: <{}@uni.example>\r\n\r\n{}\r\n"


async def mail(library: Library, subject: str, text: str = "May I renew my loan?") -> int:
    """Amina writes; the ticket's number."""
    raw = MAIL.format(subject, subject.replace(" ", "-"), text).encode()
    accepted = await library.house.desk.accept_now(Raw("email", raw))
    assert accepted.ticket_id is not None
    return accepted.ticket_id


async def test_the_next_inquiry_by_one_key(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library) as rosa:
        take = rosa.page.get_by_role("button", name="Take next")
        first, second = await mail(library, "A thesis loan"), await mail(library, "A locker")
        await expect(take).to_have_class("btn primary")
        await rosa.page.keyboard.press("x")
        await expect(rosa.page).to_have_url(f"{library.url}/console/tickets/{first}?view=waiting")
        await expect(rosa.page.locator(".head .chips")).to_contain_text("Mine")
        await take.click()
        await expect(rosa.page).to_have_url(f"{library.url}/console/tickets/{second}?view=waiting")
        await expect(take).to_have_class("btn")
        await rosa.page.keyboard.press("x")
        await expect(rosa.page.locator(".toast").last).to_contain_text("Nothing waits in your lists")


async def test_who_else_is_here(browser: Browser, tmp_path: Path) -> None:
    async with (
        open_library(tmp_path) as library, laid(int(library.url.rpartition(":")[2])) as cable,
        at_the_console(browser, library) as rosa,
        at_the_console(browser, library, name="Wang Fang", address=f"http://127.0.0.1:{cable.port}") as wang,
    ):
        ticket_id = await mail(library, "A thesis loan")
        await rosa.open(ticket_id)
        await wang.row(ticket_id).click()
        head, notice = wang.page.locator(".head"), wang.page.locator(".compose .writers")
        await expect(head).to_contain_text("Rosa Marín is here too")
        await expect(wang.row(ticket_id).locator(".looked")).to_have_attribute("title", "Rosa Marín has it open")
        await rosa.write("You may renew it twice")
        await expect(notice).to_contain_text("Rosa Marín is writing an answer. Wait for it, or agree who answers.")
        await expect(rosa.page.locator(".head")).to_contain_text("Wang Fang is here too")
        await wang.page.keyboard.press("n")
        await expect(notice).not_to_contain_text("agree")
        # What was missed while the line was cut is known again after it.
        cable.cut()
        await expect(wang.page.get_by_role("status").filter(has_text="connection")).to_be_visible()
        await rosa.page.keyboard.press("Control+Enter")
        await expect(rosa.page.locator(".head")).not_to_contain_text("Wang Fang")
        cable.heal()
        await expect(notice).to_be_empty()
        await expect(head).to_contain_text("Rosa Marín is here too")
        await expect(rosa.page.locator(".head")).to_contain_text("Wang Fang is here too")
        await rosa.page.close()
        await expect(head).not_to_contain_text("Rosa Marín is here too")
