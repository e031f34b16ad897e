"""Routing, skills, tags, views, rules and macros on the screen: clean for all, and one rule from its making to its deed."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, expect

from contactcenter.envelope import Raw
from tests.browser.console import Console, at_the_console
from tests.library import Library, open_library
from tests.neighbours.axe import clean

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def mails(library: Library, number: int, subject: str, text: str = "Please.") -> int:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "Amina Okafor <amina@uni.example>", "help@library.example", subject
    letter["Message-ID"] = f"<{number}@uni.example>"
    letter.set_content(text)
    accepted = await library.house.desk.accept_now(Raw("email", letter.as_bytes()))
    assert accepted.ticket_id is not None
    return accepted.ticket_id


async def puts_a_tag_on(console: Console, word: str) -> None:
    page = console.page
    await page.keyboard.press("l")
    field = page.locator("[role=dialog] input")
    await field.fill(word)
    await page.locator("[role=option]").last.click()
    await expect(page.locator(".chip.tag").filter(has_text=word)).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("[role=dialog]")).to_have_count(0)


async def settings(page: Page, library: Library, section: str, ready: str) -> None:
    await page.goto(f"{library.url}/console/settings/{section}")
    await expect(page.locator(ready).first).to_be_visible()


@pytest.mark.parametrize(("language", "theme", "width"), [("en-GB", "light", 1440), ("zh-CN", "dark", 390)])
async def test_the_screens_are_clean(
    browser: Browser, tmp_path: Path, language: str, theme: Literal["light", "dark"], width: int
) -> None:
    async with (
        open_library(tmp_path) as library,
        at_the_console(browser, library, name="Ines", role="supervisor", language=language, theme=theme, width=width, begins=False) as ines,
    ):
        page = ines.page
        ticket = await mails(library, 1, "A thesis loan, and a subject that is quite long, as subjects are 博士论文的馆际互借申请")
        await ines.open(ticket)
        await puts_a_tag_on(ines, "馆际互借")
        await page.keyboard.press("l")
        await expect(page.locator("[role=option]")).to_have_count(1)
        await clean(page)
        await page.keyboard.press("Escape")
        await clean(page)
        await settings(page, library, "skills", ".people li")
        await page.locator(".people .has > button").first.click()
        await expect(page.locator(".people .has input")).to_be_focused()
        await page.keyboard.type("Patent law")
        await page.keyboard.press("Enter")
        await expect(page.locator(".skill")).to_have_count(1)
        await clean(page)
        await settings(page, library, "routing", "#routing-ring")
        await page.locator(".add").click()
        await page.locator("#routing-to").select_option(index=1)
        await page.locator(".pairs input").check()
        await page.locator(".acts .btn").click()
        await expect(page.locator(".doubts")).to_be_visible()
        await clean(page)
        await settings(page, library, "tags", ".tags li")
        await clean(page)
        await settings(page, library, "automation", "header .btn")
        await page.locator(".automation > header .btn").click()
        await page.locator(".form section").nth(1).locator("button").click()
        await page.locator(".condition select").first.select_option("sender")
        await page.locator(".condition textarea").fill("uni.example\nlib.example")
        await page.locator(".action select").nth(1).select_option(index=1)
        await page.locator(".try button").click()
        await expect(page.locator(".run li")).to_have_count(1)
        await clean(page)
        await page.goto(f"{library.url}/console/?view=all")
        await page.locator(".views").click()
        await page.get_by_role("menuitem").last.click()
        await expect(page.locator("#view-name")).to_be_focused()
        await clean(page)


async def test_a_rule_from_its_making_to_its_deed_and_a_macro_on_two_tickets(browser: Browser, tmp_path: Path) -> None:
    async with (
        open_library(tmp_path) as library,
        at_the_console(browser, library, begins=False) as rosa,
        at_the_console(browser, library, name="Ines", role="supervisor") as ines,
    ):
        first = await mails(library, 1, "Interlibrary loan")
        await rosa.page.goto(f"{library.url}/console/tickets/{first}?view=all")
        await expect(rosa.messages.first).to_be_visible()
        await puts_a_tag_on(rosa, "ILL")

        screen = ines.page
        await settings(screen, library, "automation", ".automation > header .btn")
        await screen.get_by_role("button", name="New rule").click()
        await screen.get_by_label("Name", exact=True).fill("Loans together")
        await screen.get_by_role("button", name="Add a condition").click()
        await screen.get_by_label("If 1: Words").fill("interlibrary")
        await screen.get_by_label("Then 1: Put a tag on").select_option(label="#ILL")
        await screen.get_by_role("button", name="Try it against past tickets").click()
        await expect(screen.locator(".run")).to_contain_text("It would have acted at 1 of them. Nothing was done.")
        await expect(screen.locator(".run .does")).to_have_text("tag it #ILL: is so already")
        await screen.get_by_label("Turned on").check()
        await screen.get_by_role("button", name="Save", exact=True).click()
        await expect(screen.get_by_text("When an inquiry opens, if the subject or message has “interlibrary”, then tag it #ILL.")).to_be_visible()
        await screen.get_by_role("button", name="New macro").click()
        await screen.get_by_label("Name", exact=True).fill("Close")
        await screen.get_by_label("Then 1").first.select_option("close")
        await screen.get_by_role("button", name="Save", exact=True).click()
        await expect(screen.get_by_role("heading", name="Close")).to_be_visible()

        second = await mails(library, 2, "Another interlibrary loan")
        await expect(rosa.row(second).locator(".tag")).to_have_text("#ILL")
        await rosa.row(second).click()
        await expect(rosa.page.get_by_text("Rule “Loans together” tagged it #ILL")).to_be_visible()

        await rosa.page.goto(f"{library.url}/console/?view=all")
        await expect(rosa.row(first)).to_be_visible()
        for _ in range(2):
            await rosa.page.keyboard.press("j")
            await expect(rosa.page.locator("[data-ticket]:focus")).to_have_count(1)
            await rosa.page.keyboard.press("s")
        await expect(rosa.page.get_by_text("2 tickets are marked")).to_be_visible()
        await rosa.page.keyboard.press("m")
        await rosa.page.locator("[role=option]").filter(has_text="Close").click()
        await expect(rosa.page.get_by_text("Close: done on 2 tickets.")).to_be_visible()
        await expect(rosa.row(first).locator(".lane")).to_have_text("closed")
        await expect(rosa.row(second).locator(".lane")).to_have_text("closed")
