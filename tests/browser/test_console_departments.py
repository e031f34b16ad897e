"""An admin adds a department with a queue and a member, by keyboard; the member's screen and the patrons' pages have it at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.console import at_the_console
from tests.library import open_library
from tests.neighbours.axe import clean

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_department_is_added_and_worked_in(browser: Browser, tmp_path: Path) -> None:
    async with (
        open_library(tmp_path) as library, at_the_console(browser, library) as rosa,
        at_the_console(browser, library, name="Admin", role="admin", language="zh-CN", theme="dark", width=390, begins=False) as admin,
    ):
        page, keys = admin.page, admin.page.keyboard
        await page.goto(f"{library.url}/console/settings/departments")
        await page.get_by_role("button", name="新建部门").press("Enter")
        for word, then in (("Music library", "Tab"), ("音乐图书馆", "Enter")):
            await keys.type(word)
            await keys.press(then)
        music = page.locator("[data-department=music-library]")
        await expect(music).to_contain_text("还没有成员")
        # The keyboard is where it was, and nothing that was said covers anything.
        await expect(page.get_by_role("button", name="新建部门")).to_be_focused()
        await clean(page)
        opener = music.get_by_role("button", name="为“音乐图书馆”新建队列")
        await opener.press("Enter")
        await keys.press("Escape")
        await expect(opener).to_be_focused()
        await music.get_by_role("button", name="为“音乐图书馆”添加成员").press("Enter")
        await music.get_by_label("要加入“音乐图书馆”的同事").select_option(label="Rosa Marín")
        await music.get_by_role("button", name="添加", exact=True).press("Enter")
        await expect(music.get_by_role("listitem").filter(has_text="Rosa Marín")).to_be_visible()
        # Rosa's screen knows her new queue without a reload; patrons may choose the department.
        await rosa.page.get_by_role("button", name="Queue", exact=False).first.click()
        await expect(rosa.page.get_by_role("menuitemradio", name="Music library")).to_be_visible()
        await page.goto(f"{library.url}/ask")
        await expect(page.locator("option[value=music-library]")).to_have_count(1)
