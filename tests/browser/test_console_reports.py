"""The reports page in a browser: what happened is counted, filtered and taken away as a file; librarians see their own."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import orjson
import pytest
from playwright.async_api import Browser, Page, expect

from contactcenter.channels.web_chat.parse import CHANNEL
from contactcenter.envelope import Raw
from contactcenter.measures.buckets import bucket_of
from contactcenter.measures.span import micros
from contactcenter.measures.tables import (
    PERIOD_US,
    PromiseFactRow,
    RecordFactRow,
    SeatFactRow,
    TalkFactRow,
    TicketFactRow,
    WaitFactRow,
)
from tests.browser.console import at_the_console
from tests.library import Library, open_library
from tests.neighbours.axe import clean

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
SOON_MS = 15_000
SECOND = 1_000_000


async def shows(page: Page, measure: str, text: str) -> None:
    await expect(page.locator(f"[data-measure={measure}] b")).to_have_text(text, timeout=SOON_MS)


async def some_weeks(library: Library, staff_ids: list[int]) -> None:
    """Facts of five weeks, as if they had been."""
    dice, now = random.Random(12), datetime.now(UTC)  # noqa: S311  # the same every time
    async with library.house.database.transaction() as session:
        for number in range(10_000, 10_600):
            opened = micros(now - timedelta(days=dice.random() * 35))
            channel, queue_id, staff_id = dice.choice(["email", "web_form", "web_chat"]), dice.choice([1, 1, 2]), dice.choice(staff_ids)
            language = dice.choice(["en", "zh-Hans"])
            answer, resolve = int(dice.expovariate(1 / 9_000) * SECOND), int(dice.expovariate(1 / 40_000) * SECOND)
            session.add(TicketFactRow(
                ticket_id=number, channel=channel, language=language, queue_id=queue_id, opened_us=opened, state="closed", live=False, junk=False,
                merged=False, begun=True, owed=False, assignee_id=staff_id, contacts=dice.choice([1, 1, 2]), answers=1,
                answered_us=opened + answer, answered_by=staff_id, answer_id=number, answer_us=answer,
                answer_open_us=answer // 2, answer_bucket=bucket_of(answer), answer_open_bucket=bucket_of(answer // 2),
                first_closed_us=opened + answer + resolve, closed_us=opened + answer + resolve, closed_by=staff_id,
                resolve_us=answer + resolve, resolve_open_us=resolve // 2, reopened=int(dice.random() < 0.1),
                opened_in=opened // PERIOD_US, answered_in=(opened + answer) // PERIOD_US,
                closed_in=(opened + answer + resolve) // PERIOD_US, first_closed_in=(opened + answer + resolve) // PERIOD_US,
            ))
            for place, (kind, end) in enumerate((("first_answer", opened + answer), ("resolution", opened + answer + resolve))):
                session.add(PromiseFactRow(
                    promise_id=2 * number + place, ticket_id=number, kind=kind, queue_id=queue_id, channel=channel,
                    language=language, staff_id=staff_id, kept=dice.random() < 0.9, at_us=end, at_in=end // PERIOD_US,
                ))
            session.add(RecordFactRow(
                transaction_id=number, at_us=opened + answer, queue_id=queue_id, staff_id=staff_id, referral="none",
                kind=dice.choice(["reference", "reference", "directional"]), mode=dice.choice(["email", "chat", "in_person"]),
                need_id=dice.randint(1, 6), effort=dice.randint(1, 6), minutes=dice.randint(1, 50), estimated=dice.random() < 0.4,
                at_in=(opened + answer) // PERIOD_US,
            ))
            if channel == "web_chat":
                wait, talk = int(dice.expovariate(1 / 30) * SECOND), int(dice.expovariate(1 / 400) * SECOND)
                left = dice.random() < 0.1
                session.add(WaitFactRow(
                    position=number, ticket_id=number, queue_id=queue_id, channel=channel, in_hours=True, began_us=opened,
                    ended_us=opened + wait, outcome="left" if left else "served", staff_id=None if left else staff_id,
                    wait_us=wait, wait_bucket=bucket_of(wait),
                ))
                session.add(TalkFactRow(
                    position=number, ticket_id=number, queue_id=queue_id, channel=channel, staff_id=staff_id,
                    began_us=opened + wait, ended_us=opened + wait + talk, handle_us=talk, handle_bucket=bucket_of(talk),
                ))
                session.add(SeatFactRow(position=number, staff_id=staff_id, presence="available", busy=dice.random() < 0.4,
                                        began_us=opened, ended_us=opened + 3_600 * SECOND))


async def test_what_happened_is_counted(browser: Browser, tmp_path: Path) -> None:
    async with (
        open_library(tmp_path) as library,
        at_the_console(browser, library) as rosa,
        at_the_console(browser, library, name="Ines", role="supervisor") as ines,
    ):
        page = ines.page
        await page.get_by_role("link", name="Reports").click()
        await expect(page.get_by_text("Nothing happened in these days.")).to_be_visible(timeout=SOON_MS)
        said = {"ticket_id": None, "client_id": "client-0001", "text": "Where is the reading room?", "name": "Amina"}
        taken = await library.house.desk.accept_now(Raw(CHANNEL, orjson.dumps(said, option=orjson.OPT_SORT_KEYS)))
        await rosa.open(taken.ticket_id or 0)
        await rosa.answer("On the second floor.")
        await page.reload()
        await shows(page, "arrived", "1")
        await shows(page, "answered", "1")
        # What it means is said where the number is.
        await page.locator("[data-measure=answered] .what").focus()
        await expect(page.locator(".means").first).to_contain_text("first answer from a person")
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Language").first.click()
        await page.get_by_role("option", name="Chinese").or_(page.get_by_role("menuitemradio", name="Chinese")).click()
        await expect(page.get_by_text("Nothing happened in these days.")).to_be_visible()
        await page.go_back()
        await shows(page, "arrived", "1")
        await page.get_by_role("button", name="Days").click()
        await page.get_by_role("option", name="Yesterday").or_(page.get_by_role("menuitemradio", name="Yesterday")).click()
        await expect(page.get_by_text("Nothing happened in these days.")).to_be_visible()
        await page.go_back()
        await shows(page, "arrived", "1")
        async with page.expect_download() as started:
            await page.get_by_role("link", name="CSV · Reports").click()
        file = await (await started.value).path()
        assert "Arrived,1" in file.read_text(encoding="utf-8-sig")
        # Rosa sees hers, and nothing of the house's.
        await rosa.page.goto(f"{library.url}/console/reports")
        await shows(rosa.page, "answered", "1")
        await expect(rosa.page.locator("[data-measure=arrived]")).to_have_count(0)
        await expect(rosa.page.get_by_text("Your own figures")).to_be_visible()


@pytest.mark.parametrize(("language", "theme", "width"), [("en-GB", "light", 1440), ("zh-CN", "dark", 390)])
async def test_it_is_for_everybody(
    browser: Browser, tmp_path: Path, language: str, theme: Literal["light", "dark"], width: int
) -> None:
    async with (
        open_library(tmp_path) as library,
        at_the_console(browser, library, name="Ines", role="supervisor", language=language, theme=theme, width=width, begins=False) as ines,
    ):
        await some_weeks(library, [(await library.librarian("王芳")).staff_id or 0, (await library.librarian("Rosa")).staff_id or 0])
        await ines.page.goto(f"{library.url}/console/reports")
        await expect(ines.page.locator("[data-measure=service_level] b")).to_contain_text("%", timeout=SOON_MS)
        await expect(ines.page.locator("[data-kind=reference] .sum")).to_be_visible()
        await ines.page.locator("details summary").click()
        await clean(ines.page)
        assert await ines.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
