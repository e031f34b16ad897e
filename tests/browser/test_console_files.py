"""Files that are dropped on the conversation, or pasted into the composer."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Browser, JSHandle, Locator, Page, Route, expect

from tests.browser.console import Console, at_the_console
from tests.browser.test_console_work import mails
from tests.library import open_library

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def carried(page: Page, name: str, media_type: str, text: str) -> JSHandle:
    """What the pointer or the clipboard carries: one file."""
    return await page.evaluate_handle(
        """([name, type, text]) => {
            const carried = new DataTransfer();
            carried.items.add(new File([text], name, { type }));
            return carried;
        }""",
        [name, media_type, text],
    )


async def drop(place: Locator, carried: JSHandle) -> None:
    for step in ("dragenter", "dragover", "drop"):
        await place.dispatch_event(step, {"dataTransfer": carried})


async def sent(rosa: Console, *names: str) -> None:
    """The answer went with these files, and each comes back as it was."""
    await rosa.page.keyboard.press("Control+Enter")
    await expect(rosa.page.locator(".compose .files")).to_have_count(0)
    links = rosa.messages.last.locator(".files a.file")
    await expect(links).to_have_count(len(names))
    for place, name in enumerate(names):
        await expect(links.nth(place)).to_contain_text(name)
        answer = await rosa.page.request.get(f"{rosa.url}{await links.nth(place).get_attribute('href')}")
        assert await answer.text() == f"content of {name}"


async def test_files_are_dropped_and_pasted(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
        page = rosa.page
        await rosa.open(await mails(library, "Thesis loan", "Where is the form?"))
        await rosa.write("Both forms.")
        form = await carried(page, "续借表.pdf", "application/pdf", "content of 续借表.pdf")
        files = page.locator(".compose .files")

        # Over the conversation the composer says that it takes them, and no longer when they leave.
        thread = page.locator(".thread")
        await thread.dispatch_event("dragover", {"dataTransfer": form})
        await expect(page.get_by_text("Drop to attach")).to_be_visible()
        await page.locator("nav.rail").dispatch_event("dragover", {"dataTransfer": form})
        await expect(page.get_by_text("Drop to attach")).to_have_count(0)

        # Beside it nothing happens, above all no other page is opened.
        await drop(page.locator("nav.rail"), form)
        await expect(files).to_have_count(0)

        await drop(thread, form)
        await expect(files).to_contain_text("续借表.pdf")
        picture = await carried(page, "image.png", "image/png", "content of image.png")
        await page.locator(".compose .ProseMirror").evaluate(
            "(field, carried) => field.dispatchEvent(new ClipboardEvent('paste', "
            "{ clipboardData: carried, bubbles: true, cancelable: true }))", picture,
        )
        await expect(files.locator("li")).to_have_count(2)
        await expect(page.locator(".compose .ProseMirror")).to_have_text("Both forms.")
        await sent(rosa, "续借表.pdf", "image.png")


async def test_a_pasted_text_is_a_text(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
        await rosa.open(await mails(library, "Thesis loan", "Where is the form?"))
        await rosa.write("See: ")
        await rosa.page.locator(".compose .ProseMirror").evaluate(
            """(field) => {
                const carried = new DataTransfer();
                carried.setData("text/plain", "shelf QA 76");
                const paste = { clipboardData: carried, bubbles: true, cancelable: true };
                field.dispatchEvent(new ClipboardEvent("paste", paste));
            }""",
        )
        await expect(rosa.page.locator(".compose .ProseMirror")).to_have_text("See: shelf QA 76")
        await expect(rosa.page.locator(".compose .files")).to_have_count(0)


async def test_a_file_stays_with_what_it_was_chosen_for(browser: Browser, tmp_path: Path) -> None:
    """A note's file that arrives while the answer is being written is still the note's."""
    async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
        page = rosa.page
        await rosa.open(await mails(library, "Thesis loan", "Where is the form?"))
        reply, note = (page.locator(".compose").get_by_role("tab", name=name) for name in ("Reply", "Note"))
        files = page.locator(".compose .files li")
        go = asyncio.Event()

        async def slow(route: Route) -> None:
            await go.wait()
            await route.continue_()

        await page.route("**/api/v1/uploads*", slow)
        await note.click()
        await drop(page.locator(".thread"), await carried(page, "fine.txt", "text/plain", "content of fine.txt"))
        await expect(files).to_contain_text("fine.txt")
        await reply.click()
        await expect(files).to_have_count(0)
        await rosa.write("It is on our site.")
        async with page.expect_response("**/api/v1/uploads*"):
            go.set()
        await page.keyboard.press("Control+Enter")
        await expect(rosa.messages.last).to_contain_text("It is on our site.")
        await expect(rosa.messages.last.locator(".files")).to_have_count(0)
        await note.click()
        await expect(files).to_contain_text("fine.txt")
        await sent_by(page, "Add note")
        await expect(rosa.messages.last.locator(".files")).to_contain_text("fine.txt")


async def sent_by(page: Page, button: str) -> None:
    await page.locator(".compose").get_by_role("button", name=button).click()
    await expect(page.locator(".compose .files")).to_have_count(0)
