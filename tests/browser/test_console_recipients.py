"""Whom an answer goes to: the sender alone, all by one key, anybody by typing; and how far it came to each."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect
from sqlalchemy import select, update

from contactcenter.accounts.tables import StaffRow
from contactcenter.envelope import Raw
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.settings import Mail
from tests.browser.console import Console, at_the_console
from tests.library import Library, open_library
from tests.neighbours.axe import clean

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
LONG = Mail(undo_s=60)
CC = "Prof. Chen <chen@law.example>, tutor@uni.example"


async def asks(library: Library, *, cc: str = CC, to: str = "help@library.example", sender: str = "", text: str = "") -> int:
    """Amina writes and has put others in Cc; the ticket's number."""
    letter = EmailMessage()
    letter["From"], letter["To"] = sender or "Amina Okafor <amina@uni.example>", to
    letter["Subject"], letter["Message-ID"] = "A thesis loan", f"<{abs(hash((cc, to, text)))}@uni.example>"
    if cc:
        letter["Cc"] = cc
    letter.set_content(text or "May my tutor read the answer, too?")
    accepted = await library.house.desk.accept_now(Raw("email", letter.as_bytes()))
    assert accepted.ticket_id is not None
    return accepted.ticket_id


async def sent_to(library: Library) -> list[str]:
    async with library.house.database.read() as session:
        return list((await session.execute(
            select(DeliveryRow.to_value).where(DeliveryRow.kind == "reply").order_by(DeliveryRow.id)
        )).scalars())


async def to_all(rosa: Console) -> None:
    """By the key for it; the caret is in the text then."""
    await rosa.page.keyboard.press("Shift+R")
    await expect(rosa.page.locator(".compose .ProseMirror")).to_be_focused()


def who(rosa: Console) -> Locator:
    return rosa.page.get_by_role("group", name="Recipients")


async def test_the_answer_goes_to_who_asked_alone(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path, mail=LONG) as library, at_the_console(browser, library, begins=False) as rosa:
        await rosa.open(await asks(library))
        await expect(rosa.messages.first).to_contain_text("Prof. Chen <chen@law.example>")
        await expect(who(rosa)).to_contain_text("Amina Okafor <amina@uni.example>")
        await expect(who(rosa)).not_to_contain_text("chen@law.example")
        # Caps Lock makes an R of r: an answer to all must be meant.
        await rosa.page.keyboard.press("R")
        await expect(rosa.page.locator(".compose .ProseMirror")).to_be_focused()
        await rosa.page.keyboard.type("Yes")
        await rosa.page.keyboard.press("Control+Enter")
        await expect(rosa.messages).to_have_count(2)
        assert await sent_to(library) == ["amina@uni.example"]


async def test_to_all_by_keyboard_alone(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path, mail=LONG) as library, at_the_console(browser, library, begins=False) as rosa:
        number = await asks(library)
        await rosa.open(number)
        keys = rosa.page.keyboard
        await to_all(rosa)
        await expect(who(rosa)).to_contain_text("All of them see each other’s addresses.")
        await expect(who(rosa).get_by_role("listitem")).to_have_text(["Amina Okafor", "Prof. Chen", "tutor@uni.example"])
        await keys.type("Yes, all of you.")
        # Back to Cc: the last is taken out, somebody else is put in.
        cc = rosa.page.get_by_label("Cc", exact=True).locator("visible=true").last
        for _ in range(12):
            await keys.press("Shift+Tab")
            if await cc.evaluate("one => one === document.activeElement"):
                break
        await expect(cc).to_be_focused()
        await keys.press("Backspace")
        await expect(rosa.page.get_by_role("button", name="Take out tutor@uni.example")).to_be_focused()
        await keys.press("Backspace")
        await keys.press("ArrowRight")
        await expect(cc).to_be_focused()
        await keys.type("dean@uni,")
        await keys.type("the dean")
        await keys.press("Control+Enter")
        # What is no address stays where it is, is said, and nothing is sent.
        await expect(rosa.page.get_by_role("alert").filter(has_text="“the dean” is no e-mail address")).to_be_visible()
        await expect(cc).to_be_focused()
        assert await sent_to(library) == []
        await cc.fill("help@library.example")
        await keys.press("Enter")
        await expect(rosa.page.get_by_role("alert").filter(has_text="own address")).to_be_visible()
        await cc.fill("Dean <dean@uni.example>")
        await keys.press("Enter")
        await expect(cc).to_have_value("")
        await expect(who(rosa).get_by_role("listitem")).to_have_text(["Amina Okafor", "Prof. Chen", "dean@uni", "Dean"])
        # It survives a reload, as the words do.
        await rosa.page.locator(".compose .ProseMirror").focus()
        await rosa.page.reload()
        await expect(who(rosa).get_by_role("listitem")).to_have_count(4)
        await rosa.page.locator(".compose .ProseMirror").focus()
        await keys.press("Control+Enter")
        await expect(rosa.messages).to_have_count(2)
        assert await sent_to(library) == ["amina@uni.example", "chen@law.example", "dean@uni", "dean@uni.example"]
        await expect(rosa.messages.last).to_contain_text("Dean <dean@uni.example>")
        await expect(who(rosa).get_by_role("listitem")).to_have_count(0)
        # Taken back, it is addressed as it was.
        await rosa.page.get_by_role("button", name="Undo").click()
        await expect(who(rosa).get_by_role("listitem")).to_have_count(4)
        assert await sent_to(library) == []


async def test_nobody_in_to_is_said(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path, mail=LONG) as library, at_the_console(browser, library, begins=False) as rosa:
        await rosa.open(await asks(library))
        await to_all(rosa)
        await rosa.page.keyboard.type("Yes")
        await rosa.page.get_by_role("button", name="Take out Amina Okafor (amina@uni.example)").click()
        await rosa.page.locator(".compose .ProseMirror").focus()
        await rosa.page.keyboard.press("Control+Enter")
        await expect(rosa.page.get_by_role("alert").filter(has_text="Put somebody into To.")).to_be_visible()
        assert await sent_to(library) == []
        await rosa.page.get_by_role("button", name="Only to Amina Okafor").click()
        await rosa.page.locator(".compose .ProseMirror").focus()
        await rosa.page.keyboard.press("Control+Enter")
        await expect(rosa.messages).to_have_count(2)
        assert await sent_to(library) == ["amina@uni.example"]


async def test_each_one_says_for_itself_how_far_it_came(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path, mail=LONG) as library, at_the_console(browser, library, begins=False) as rosa:
        await rosa.open(await asks(library))
        await to_all(rosa)
        await rosa.page.keyboard.type("Yes")
        await rosa.page.keyboard.press("Control+Enter")
        await expect(rosa.messages).to_have_count(2)
        async with library.house.database.read() as session:
            ids = {row.to_value: row.id for row in await session.execute(
                select(DeliveryRow.to_value, DeliveryRow.id).where(DeliveryRow.kind == "reply"))}
        desk = library.house.desk
        await desk.settle(ids["amina@uni.example"], state="sent")
        await desk.settle(ids["chen@law.example"], state="failed", code="unknown_recipient", detail="550 5.1.1 no such person")
        last = rosa.messages.last
        await expect(last.locator("dd", has_text="amina@uni.example")).to_contain_text("sent")
        await expect(last.locator("dd", has_text="chen@law.example")).to_contain_text("550 5.1.1 no such person")
        await expect(last.locator("dd", has_text="tutor@uni.example")).to_contain_text("on its way")
        await expect(last.locator(".by")).to_contain_text("(1 of 3)")
        await clean(rosa.page)
        # Sent again, it goes to the one who did not get it.
        await last.get_by_role("button", name="Send again").click()
        await expect(last.locator("dd", has_text="chen@law.example")).not_to_contain_text("not delivered")
        await expect(last.locator("dd", has_text="amina@uni.example")).to_contain_text("sent")


async def test_a_colleagues_mail_is_a_note_as_claimed(browser: Browser, tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_the_console(browser, library, begins=False) as rosa:
        number = await asks(library)
        async with library.house.database.transaction() as session:
            await session.execute(update(StaffRow).values(email="rosa@library.example"))
        reply_address = library.house.signer.reply_address(number)
        assert await asks(library, cc="", to=reply_address, sender="Rosa <rosa@library.example>", text="He owes 40.") == number
        await rosa.open(number)
        note = rosa.page.locator("article.msg.note")
        await expect(note).to_contain_text("He owes 40.")
        await expect(note).to_contain_text("note by e-mail, only staff see this")
        await expect(note).to_contain_text("as claimed: rosa@library.example")


@pytest.mark.parametrize(("language", "theme", "width"), [("en-GB", "light", 1440), ("zh-CN", "dark", 390)])
async def test_every_look_of_it(browser: Browser, tmp_path: Path, language: str, theme: str, width: int) -> None:
    async with (
        open_library(tmp_path, mail=LONG) as library,
        at_the_console(browser, library, language=language, theme=theme, width=width, begins=False) as rosa,  # type: ignore[arg-type]
    ):
        await rosa.open(await asks(library, cc=f"{CC}, {'A very long name of a faculty office ' * 4}<{'office' * 8}@{'faculty.' * 8}example>"))
        await clean(rosa.page)
        await to_all(rosa)
        await expect(rosa.page.locator(".compose .row")).to_have_count(2)
        await clean(rosa.page)
        await rosa.page.locator(".compose .row input").last.fill("nobody")
        await rosa.page.keyboard.press("Enter")
        await expect(rosa.page.locator(".compose [role=alert]")).to_be_visible()
        await clean(rosa.page)
