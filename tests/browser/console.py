"""A librarian at the console, in a browser of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from playwright.async_api import Browser, Locator, Page, expect
from sqlalchemy import select

from contactcenter.accounts.add_staff import add_staff
from contactcenter.accounts.passwords import hash_password
from contactcenter.accounts.peer import SESSION_COOKIE
from contactcenter.accounts.set_membership import set_membership
from contactcenter.accounts.start_session import start_session
from contactcenter.queue.tables import QueueRow
from contactcenter.shapes.base import Role
from tests.library import Library
from tests.neighbours.chromium import PATIENCE_MS

PASSWORD = "open the reading room"


@dataclass(slots=True)
class Console:
    """The console as one librarian sees it."""

    page: Page
    url: str

    def row(self, ticket_id: int) -> Locator:
        return self.page.locator(f"[data-ticket='{ticket_id}']")

    @property
    def messages(self) -> Locator:
        return self.page.locator("article.msg")

    async def open(self, ticket_id: int) -> None:
        await self.page.goto(f"{self.url}/console/tickets/{ticket_id}")
        await expect(self.messages.first).to_be_visible()

    async def write(self, text: str) -> None:
        """Into the composer, by the key for it."""
        await self.page.keyboard.press("r")
        editor = self.page.locator(".compose .ProseMirror")
        await expect(editor).to_be_focused()
        await self.page.keyboard.type(text)
        await expect(editor).to_contain_text(text)

    async def answer(self, text: str) -> None:
        await self.write(text)
        await self._send(text)

    async def answer_here(self, text: str) -> None:
        """Where the keyboard is in the composer already."""
        await self.page.keyboard.type(text)
        await self._send(text)

    async def _send(self, text: str) -> None:
        await self.page.keyboard.press("Control+Enter")
        await expect(self.messages.filter(has_text=text)).to_have_count(1)


async def employ(
    library: Library, login: str, name: str, *departments: str, role: Role = "librarian", locale: str = "en"
) -> int:
    """A member of staff with a password, who belongs to these departments; their id."""
    async with library.house.database.transaction() as session:
        now = datetime.now(UTC)
        staff_id = await add_staff(
            session, login=login, name=name, role=role, locale=locale, password_hash=await hash_password(PASSWORD), now=now
        )
        ids = (await session.execute(
            select(QueueRow.department_id).where(QueueRow.slug.in_(departments))
        )).scalars().all()
        await set_membership(session, staff_id=staff_id, department_ids=ids, now=now)
    return staff_id


async def session_of(library: Library, staff_id: int) -> str:
    """The cookie's value of a browser in which they are signed in."""
    async with library.house.database.transaction() as session:
        return (await start_session(session, staff_id=staff_id, now=datetime.now(UTC))).token


@asynccontextmanager
async def at_the_console(
    browser: Browser, library: Library, *, name: str = "Rosa Marín", address: str | None = None,
    language: str = "en-GB", theme: Literal["light", "dark"] = "light", width: int = 1440, role: Role = "librarian",
    departments: tuple[str, ...] = ("general",), by_the_page: bool = False, begins: bool = True,
) -> AsyncIterator[Console]:
    """Signed in, and in front of what waits. `address`: reach the house there (a cable that can be cut).

    `by_the_page`: by the sign-in page, which takes a page's time; else by a session that is there.
    Not `begins`: the test opens the first page itself, and the console is loaded once instead of twice.
    """
    url = address or library.url
    login = name.split(maxsplit=1)[0].lower()
    # The console speaks a person's own language, whatever their browser's.
    locale = "zh-Hans" if language.startswith("zh") else "en"
    staff_id = await employ(library, login, name, *departments, role=role, locale=locale)
    context = await browser.new_context(
        locale=language, color_scheme=theme, viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    try:
        page = await context.new_page()
        if by_the_page:
            await page.goto(f"{url}/console/?view=waiting")
            await page.locator("#login").fill(login)
            await page.locator("#password").fill(PASSWORD)
            await page.keyboard.press("Enter")
            await page.wait_for_url("**/console/**")
        else:
            await context.add_cookies([{"name": SESSION_COOKIE, "value": await session_of(library, staff_id), "url": url}])
            if begins:
                await page.goto(f"{url}/console/?view=waiting")
        if begins:
            await expect(page.locator("nav.rail")).to_be_visible()
        yield Console(page, url)
    finally:
        await context.close()
