"""A supervisor sees how the mailboxes stand that mail is fetched from, in both languages."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import update

from contactcenter.accounts.tables import StaffRow
from contactcenter.intake.mailboxes.compare import Difference
from contactcenter.intake.mailboxes.status import compared
from contactcenter.uids import Uids
from tests.browser.console import at_the_console
from tests.channels.email.mailbox.boxes import fetching, has, letter, mailbox, stands
from tests.neighbours.dovecot import Dovecot

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize("words", [
    ("en", "Well", "1 difference", "1 × there and not taken yet (UID 2)", "It cannot be reached."),
    ("zh-Hans", "正常", "1 处不一致", "1 × 在服务器上，尚未收取 (UID 2)", "无法连接服务器。"),
])
async def test_how_the_mailboxes_stand(
    words: tuple[str, ...], browser: Browser, dovecot_server: Dovecot, tmp_path: Path
) -> None:
    locale, *of_desk, of_loans = words
    user = dovecot_server.new_user()
    await asyncio.to_thread(dovecot_server.deliver, user, letter("one"))
    loans = mailbox(dovecot_server, user, tmp_path, name="loans", port=1)
    async with fetching(tmp_path, "sqlite", mailbox(dovecot_server, user, tmp_path), loans) as library:
        await has(library, 1)
        await stands(library, "")
        await stands(library, "connect", folder="loans/INBOX")
        async with library.house.database.transaction() as session:
            await compared(
                session, account="desk", folder="INBOX", now=library.house.clock(),
                differences=[Difference("waiting", Uids.of([2])).written()],
            )
        async with at_the_console(browser, library, name="Ines", role="supervisor", begins=False) as ines:
            async with library.house.database.transaction() as session:
                await session.execute(update(StaffRow).values(locale=locale))
            await ines.page.goto(f"{library.url}/console/settings/mailboxes")
            desk, other = ines.page.locator(".mailboxes li").nth(0), ines.page.locator(".mailboxes li").nth(1)
            await expect(desk).to_contain_text("desk · INBOX")
            for word in of_desk:
                await expect(desk).to_contain_text(word)
            await expect(other).to_contain_text("loans · INBOX")
            await expect(other).to_contain_text(of_loans)
            await expect(other).to_contain_text("Connection refused")


async def test_a_librarian_does_not_see_them(browser: Browser, dovecot_server: Dovecot, tmp_path: Path) -> None:
    box = mailbox(dovecot_server, dovecot_server.new_user(), tmp_path)
    async with fetching(tmp_path, "sqlite", box) as library, at_the_console(browser, library, begins=False) as rosa:
        await rosa.page.goto(f"{library.url}/console/settings/mailboxes")
        await expect(rosa.page.get_by_role("link", name="Snippets")).to_be_visible()
        await expect(rosa.page.get_by_role("link", name="Mailboxes")).to_have_count(0)
        await expect(rosa.page.locator(".mailboxes")).to_have_count(0)
