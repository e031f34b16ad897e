"""What was set aside: looked through, searched, and made a question, by keyboard; what was found out about a mail is told in words."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, expect

from contactcenter.envelope import Raw
from tests.browser import odd_mails
from tests.browser.console import Console, at_the_console
from tests.library import Library, open_library
from tests.neighbours.axe import clean

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def mails(library: Library, *letters: bytes) -> list[int]:
    """The tickets that these mails open."""
    found = []
    for letter in letters:
        accepted = await library.house.desk.accept_now(Raw("email", letter))
        assert accepted.ticket_id is not None
        found.append(accepted.ticket_id)
    return found


async def looks_through(rosa: Console) -> None:
    await rosa.page.goto(f"{rosa.url}/console/?view=set_aside")
    await expect(rosa.page.locator("[data-ticket]").first).to_be_visible()


async def test_one_key_makes_it_a_question(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
        absence, bounce, question, last = await mails(
            library, odd_mails.ABSENCE, odd_mails.BOUNCE, odd_mails.QUESTION, odd_mails.LIST)
        page = rosa.page
        await looks_through(rosa)
        await expect(rosa.row(question)).to_contain_text("Auto-reply (subject)")
        await expect(rosa.row(last)).to_contain_text("Mailing list")
        for _ in range(2):
            await page.keyboard.press("j")
        await expect(rosa.row(question)).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Set aside: its subject reads like an automatic reply")).to_be_visible()

        await page.keyboard.press("q")

        await expect(page.get_by_text("It is a question: it waits in its queue.")).to_be_visible()
        await expect(page.get_by_text("Rosa Marín said that this is a question")).to_be_visible()
        await expect(page.get_by_text("Had been set aside: its subject reads like an automatic reply")).to_be_visible()
        await expect(rosa.row(question)).to_have_count(0)
        # Whose it is, is known now, and it can be answered.
        await expect(page.get_by_label("Patron", exact=True).get_by_text("amina@uni.example")).to_be_visible()
        await expect(page.get_by_role("button", name="Take", exact=True)).to_be_visible()
        assert (await library.ticket(question)).lane == "waiting"
        # The next one has moved up into its place.
        await page.keyboard.press("j")
        await expect(rosa.row(bounce)).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("it says that a mail did not reach okonkwo@uni.example")).to_be_visible()
        await page.keyboard.press("j")
        await expect(rosa.row(absence)).to_be_focused()


async def test_a_slip_of_the_finger_is_taken_back(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
        (question,) = await mails(library, odd_mails.QUESTION)
        await looks_through(rosa)
        await rosa.page.keyboard.press("j")
        await rosa.page.keyboard.press("Enter")
        await expect(rosa.messages).to_have_count(1)
        await rosa.page.keyboard.press("q")
        await rosa.page.get_by_role("button", name="Undo").press("Enter")
        await expect(rosa.page.get_by_text("Rosa Marín set it aside again")).to_be_visible()
        await expect(rosa.row(question)).to_be_visible()
        ticket = await library.ticket(question)
        assert (ticket.lane, ticket.set_aside_by) == ("junk", "subject")


async def test_an_answer_that_was_taken_for_an_absence(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
        (asked,) = await mails(library, odd_mails.FORM)
        await library.answer("王芳", asked, "It is.", then="close")
        reply_to = library.house.signer.reply_address(asked)
        again = odd_mails.QUESTION.replace(b"To: help@library.example", f"To: {reply_to}".encode())
        assert await mails(library, again) == [asked]
        assert (await library.ticket(asked)).lane == "closed"
        await looks_through(rosa)
        await expect(rosa.row(asked)).to_contain_text("Auto-reply (subject)")
        await rosa.page.keyboard.press("j")
        await rosa.page.keyboard.press("Enter")
        await expect(rosa.page.locator("article.msg").get_by_text("Auto-reply (subject)")).to_be_visible()
        await expect(rosa.page.locator("article.msg").get_by_role("button", name="This is a question")).to_contain_text("q")
        await rosa.page.keyboard.press("q")
        await expect(rosa.page.get_by_text("Had been set aside")).to_be_visible()
        await expect(rosa.row(asked)).to_have_count(0)
        assert (await library.ticket(asked)).state == "open"


async def test_how_often_it_was_needed_is_counted(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
        await mails(library, *odd_mails.SET_ASIDE)
        page = rosa.page
        await looks_through(rosa)
        await expect(page.get_by_text("Rules have set aside 6 messages so far. None was a question.")).to_be_visible()
        await page.keyboard.press("j")
        await page.keyboard.press("Enter")
        await expect(rosa.messages).to_have_count(1)
        await page.keyboard.press("q")
        await expect(page.get_by_text("Rules have set aside 6 messages so far. 1 was a question.")).to_be_visible()
        await page.get_by_text("By reason").press("Enter")
        await expect(page.get_by_role("row", name="Auto-reply (subject)").get_by_role("cell")).to_have_text(["1", "2", "1"])
        await page.get_by_role("link", name="Bounce", exact=True).press("Enter")
        await expect(page.locator("[data-ticket]")).to_have_count(1)
        await expect(page.get_by_text("Set aside because it says that a mail did not arrive.")).to_be_visible()


async def test_only_what_is_set_aside_is_searched(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
        await mails(library, odd_mails.ABSENCE, odd_mails.ABSENCE_ZH)
        await mails(library, odd_mails.ABSENCE.replace(b"Auto-Submitted", b"X-Was").replace(
            b"X-Autoreply", b"X-Be").replace(b"Automatic reply: ", b"").replace(b"odd.1", b"odd.99"))
        page = rosa.page
        await looks_through(rosa)
        await page.keyboard.press("/")
        await expect(page.get_by_placeholder("Search what is set aside")).to_be_focused()
        await page.keyboard.type("secretary")
        # The index has it by now: it follows the log by a moment.
        await expect(page.locator("[data-hit]")).to_have_count(1)
        await expect(page.locator("[data-hit]")).to_contain_text("Automatic mail")
        await page.get_by_role("button", name="Search everywhere").press("Enter")
        await expect(page.locator("[data-hit]")).to_have_count(2)


TOLD = {
    "en-GB": (
        "Not acknowledged: its sender’s address takes no replies",
        "Who sent it is not proved: the sender’s domain disowns it (DMARC fail, says mx.library.example)",
        "The mail was broken: its end is missing",
    ),
    "zh-CN": (
        "未发送回执：发件地址不接收回信", "发件人未经证实：发件人的域名不承认此邮件（mx.library.example 判定 DMARC fail）", "邮件有损坏：结尾缺失",
    ),
}


@pytest.mark.parametrize(("language", "theme", "width"), [
    ("en-GB", "light", 1440), ("zh-CN", "dark", 390),
])
async def test_what_was_found_out_is_told_in_words(
    browser: Browser, tmp_path: Path, language: str, theme: Literal["light", "dark"], width: int
) -> None:
    async with (
        open_library(tmp_path) as library,
        at_the_console(browser, library, language=language, theme=theme, width=width, begins=False) as rosa,
    ):
        aside = await mails(library, *odd_mails.SET_ASIDE)
        questions = await mails(library, *odd_mails.QUESTIONS)
        page = rosa.page
        await looks_through(rosa)
        await page.locator("summary").press("Enter")
        await expect(page.get_by_role("table")).to_be_visible()
        await clean(page)
        for ticket_id in aside:
            await rosa.open(ticket_id)
            await expect(page.locator(".found")).to_be_visible()
        await rosa.open(aside[0])
        await page.locator(".found summary").press("Enter")
        await expect(page.locator(".found details p")).to_have_count(3)
        await clean(page)
        for ticket_id, words in zip(questions, TOLD[language], strict=True):
            await rosa.open(ticket_id)
            await expect(page.locator("article.msg")).to_contain_text(words)
            await clean(page)
