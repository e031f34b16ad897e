"""What a librarian does with a ticket besides answering it, by mouse, in the console."""

from __future__ import annotations

import asyncio
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.async_api import Browser, FilePayload, Route, expect

from contactcenter.envelope import Raw
from tests.browser.console import Console, at_the_console, employ
from tests.library import Library, open_library

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def mails(library: Library, subject: str, *texts: str) -> int:
    """Amina writes, each text a mail in one thread; the ticket's number."""
    ticket_id = 0
    for number, text in enumerate(texts):
        letter = EmailMessage()
        letter["From"], letter["To"] = "Amina Okafor <amina@uni.example>", "help@library.example"
        letter["Subject"] = subject if not number else f"Re: [#{ticket_id}] {subject}"
        letter["Message-ID"] = f"<{abs(hash((subject, text)))}@uni.example>"
        letter.set_content(text)
        accepted = await library.house.desk.accept_now(Raw("email", letter.as_bytes()))
        assert accepted.ticket_id is not None
        ticket_id = accepted.ticket_id
    return ticket_id


async def more(rosa: Console, name: str) -> None:
    await rosa.page.get_by_role("button", name="More actions").click()
    await rosa.page.get_by_role("menuitem", name=name).click()


async def said(rosa: Console, words: str) -> None:
    """The console says that it is done; going elsewhere before would break the request off."""
    await expect(rosa.page.get_by_text(words)).to_be_visible()


async def test_merge_and_its_undoing(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
        first = await mails(library, "Thesis loan", "May I renew it?")
        second = await mails(library, "My loan again", "Did you get my mail?")
        await rosa.open(second)
        await more(rosa, "Merge into another")
        await rosa.page.locator("[role=dialog]").get_by_text(f"#{first} Thesis loan").click()
        await said(rosa, f"Merged into #{first}.")
        await rosa.open(first)
        await expect(rosa.messages).to_have_count(2)
        await rosa.page.goto(f"{library.url}/console/tickets/{second}")
        await expect(rosa.page.locator(".merged")).to_contain_text(f"#{first}")
        await rosa.page.get_by_role("button", name="Undo the merge").click()
        await said(rosa, "The merge is taken back.")
        await expect(rosa.page.locator(".merged")).to_have_count(0)
        await rosa.open(first)
        await expect(rosa.messages).to_have_count(1)


async def test_split_and_its_undoing(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
        first = await mails(library, "Two things", "May I renew it?", "And when does the law library open?")
        await rosa.open(first)
        await expect(rosa.messages).to_have_count(2)
        await more(rosa, "Split off messages")
        await rosa.messages.last.locator("input[type=checkbox]").check()
        await rosa.page.locator("form.split input.input").fill("Opening hours")
        await rosa.page.locator("form.split").get_by_role("button", name="Split off messages").click()
        await said(rosa, f"Split off as #{first + 1}.")
        await rosa.open(first + 1)
        await expect(rosa.messages).to_have_count(1)
        await expect(rosa.page.locator("h1, .subject").filter(has_text="Opening hours").first).to_be_attached()
        await more(rosa, "Take the split back")
        await said(rosa, "The split is taken back.")
        await rosa.open(first)
        await expect(rosa.messages).to_have_count(2)


async def test_link_and_ask_a_colleague_in(browser: Browser, tmp_path: Path) -> None:
    async with (
        open_library(tmp_path) as library,
        at_the_console(browser, library, begins=False) as rosa,
    ):
        await employ(library, "tomas", "Tomas")
        first = await mails(library, "Thesis loan", "May I renew it?")
        second = await mails(library, "Law books", "Where are they?")
        await rosa.open(second)
        await more(rosa, "Link a ticket")
        await rosa.page.locator("[role=dialog]").get_by_text(f"#{first} Thesis loan").click()
        await expect(rosa.page.locator("aside")).to_contain_text("Thesis loan")
        await more(rosa, "Ask a colleague in")
        await rosa.page.locator("[role=dialog]").get_by_text("Tomas").click()
        await expect(rosa.page.locator("aside")).to_contain_text("Tomas")


async def test_a_profile_and_a_snippet(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
        ticket_id = await mails(library, "Thesis loan", "May I renew it?")
        await rosa.page.goto(f"{library.url}/console/settings/snippets")
        await rosa.page.get_by_role("button", name="New snippet").click()
        await expect(rosa.page.get_by_label("Title")).to_be_focused()
        await rosa.page.keyboard.press("Escape")
        await expect(rosa.page.get_by_role("button", name="New snippet")).to_be_focused()
        await rosa.page.keyboard.press("Enter")
        await rosa.page.get_by_label("Title").fill("Renewals")
        await rosa.page.get_by_label("Shortcut").fill("renew")
        await rosa.page.locator("form.form textarea").fill("You may renew twice.")
        await rosa.page.get_by_role("button", name="Save", exact=True).click()
        await expect(rosa.page.locator(".snippets li")).to_contain_text(["You may renew twice."])
        await rosa.open(ticket_id)
        await rosa.page.get_by_role("button", name="Edit the profile").click()
        await rosa.page.get_by_label("Affiliation").fill("History")
        await rosa.page.get_by_role("button", name="Save", exact=True).click()
        await expect(rosa.page.locator("p.place")).to_have_text("History")
        await rosa.page.keyboard.press("r")
        editor = rosa.page.locator(".compose .ProseMirror")
        await expect(editor).to_be_focused()
        await rosa.page.keyboard.type("/renew")
        await expect(rosa.page.locator(".suggest")).to_contain_text("Renewals")
        await rosa.page.keyboard.press("Enter")
        await expect(editor).to_contain_text("You may renew twice.")


async def test_a_note_never_becomes_an_answer(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library) as rosa:
        page = rosa.page
        ticket_id = await mails(library, "Thesis loan", "May I renew it?")
        fetched = asyncio.Event()

        async def slowly(route: Route) -> None:
            await fetched.wait()
            await route.continue_()

        await page.route("**/RichEditor-*.js", slowly)
        await rosa.open(ticket_id)
        editor = page.locator(".compose .ProseMirror")
        reply, note = (page.locator(".compose").get_by_role("tab", name=name) for name in ("Reply", "Note"))
        # The editor takes over in the middle of a word: no space at the end is lost, and the cursor stays.
        await page.keyboard.press("r")
        await page.keyboard.type("Yes, ice ")
        for _ in "ice ":
            await page.keyboard.press("ArrowLeft")
        fetched.set()
        await expect(editor).to_be_focused()
        await page.keyboard.type("tw")
        await page.keyboard.press("End")
        await page.keyboard.type("a year.")
        await expect(editor).to_have_text("Yes, twice a year.")
        await note.click()
        await expect(editor).to_have_text("")
        await editor.click()
        await page.keyboard.type("She owes a fine.")
        await reply.click()
        await expect(editor).to_have_text("Yes, twice a year.")
        await note.click()
        await expect(editor).to_have_text("She owes a fine.")
        await page.reload()
        await expect(editor).to_have_text("Yes, twice a year.")
        await editor.click()
        await page.keyboard.press("Control+Enter")
        await expect(rosa.messages).to_have_count(2)
        await note.click()
        await expect(editor).to_have_text("She owes a fine.")
        assert (await library.texts(ticket_id))[1:] == ["Yes, twice a year."]


async def test_a_file_goes_with_an_answer(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
        await rosa.open(await mails(library, "Thesis loan", "Where is the form?"))
        await rosa.write("Here it is.")
        form: FilePayload = {"name": "续借表.txt", "mimeType": "text/plain", "buffer": b"Renewal form"}
        await rosa.page.locator(".compose input[type=file]").set_input_files([form])
        await expect(rosa.page.locator(".compose .files")).to_contain_text("续借表.txt")
        await rosa.page.keyboard.press("Control+Enter")
        await expect(rosa.messages.last.locator(".files")).to_contain_text("续借表.txt")
        link = await rosa.messages.last.locator(".files a").first.get_attribute("href")
        answer = await rosa.page.request.get(f"{library.url}{link}")
        assert await answer.body() == b"Renewal form"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-disposition"].startswith("attachment")


async def test_the_thread_tells_who_put_it_back(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
        await rosa.open(await mails(library, "Thesis loan", "May I renew it?"))
        await rosa.page.get_by_role("button", name="Take", exact=True).click()
        await said(rosa, "It is yours now.")
        await more(rosa, "Put back into the queue")
        await expect(rosa.page.locator(".event").last).to_contain_text("Rosa Marín put it back into the queue")
