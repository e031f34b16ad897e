"""The first page: one click, and somebody sits at a desk."""

from __future__ import annotations

import asyncio
import html
import re
import sys
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio

from tests.demo.stage import Stage, browser, open_stage, until

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path_factory.mktemp("demo")) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def visitor(stage: Stage) -> AsyncIterator[aiohttp.ClientSession]:
    """A browser that nobody used before."""
    async with browser(stage.url) as session:
        yield session


async def test_the_first_page_is_the_demos(stage: Stage, visitor: aiohttp.ClientSession) -> None:
    async with visitor.get(stage.url) as answer:
        assert answer.url.path == "/demo"
        page = await answer.text()
    for name in ("Rosa Marín", "王芳", "Ines", "Admin", "Tomas", "Amina Okafor", "李雷"):
        assert name in page
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert "<style" not in page
    assert "style=" not in page


async def test_it_speaks_both_languages(stage: Stage, visitor: aiohttp.ClientSession) -> None:
    for accepted, word in (("zh-CN,zh;q=0.9", "选择座席"), ("en-GB", "Sit down at a desk"), ("fr", "Sit down")):
        async with visitor.get(f"{stage.url}/demo", headers={"Accept-Language": accepted}) as answer:
            assert word in await answer.text()


@pytest.mark.parametrize(("login", "name", "role"), [
    ("rosa", "Rosa Marín", "librarian"), ("wangfang", "王芳", "librarian"), ("ines", "Ines", "supervisor"),
    ("admin", "Admin", "admin"),
])
async def test_one_click_signs_in(
    stage: Stage, visitor: aiohttp.ClientSession, login: str, name: str, role: str
) -> None:
    async with visitor.post(f"{stage.url}/demo/sign-in", data={"login": login}, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/console/")
        assert "HttpOnly" in answer.headers["Set-Cookie"]
        assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    async with visitor.get(f"{stage.url}/api/v1/me") as answer:
        me = await answer.json()
    assert (me["name"], me["role"]) == (name, role)


async def test_who_reads_chinese_sits_down_at_a_chinese_desk(stage: Stage, visitor: aiohttp.ClientSession) -> None:
    for accepted, login, locale in (("zh-CN", "ines", "zh-Hans"), ("en", "ines", "en"), ("en", "wangfang", "zh-Hans")):
        headers = {"Accept-Language": accepted}
        async with visitor.post(
            f"{stage.url}/demo/sign-in", data={"login": login}, headers=headers, allow_redirects=False
        ) as answer:
            assert answer.status == 303
        async with visitor.get(f"{stage.url}/api/v1/me") as answer:
            assert (await answer.json())["locale"] == locale


async def test_to_sit_down_elsewhere_ends_the_session_before(stage: Stage, visitor: aiohttp.ClientSession) -> None:
    async with visitor.post(f"{stage.url}/demo/sign-in", data={"login": "rosa"}, allow_redirects=False) as answer:
        former = answer.cookies["cc_session"].value
    async with visitor.post(f"{stage.url}/demo/sign-in", data={"login": "ines"}, allow_redirects=False):
        pass
    async with aiohttp.ClientSession() as other, other.get(
        f"{stage.url}/api/v1/me", headers={"Cookie": f"cc_session={former}"}
    ) as answer:
        assert answer.status == 401


async def test_tomas_sees_nothing(stage: Stage, visitor: aiohttp.ClientSession) -> None:
    async with visitor.post(f"{stage.url}/demo/sign-in", data={"login": "tomas"}, allow_redirects=False):
        pass
    async with visitor.get(f"{stage.url}/api/v1/tickets?view=all") as answer:
        assert (await answer.json())["items"] == []


@pytest.mark.parametrize("headers", [
    {"Origin": "http://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"}, {},
])
async def test_another_site_signs_nobody_in(stage: Stage, headers: dict[str, str]) -> None:
    async with aiohttp.ClientSession() as other, other.post(
        f"{stage.url}/demo/sign-in", data={"login": "rosa"}, headers=headers, allow_redirects=False
    ) as answer:
        assert answer.status == 403
        assert "Set-Cookie" not in answer.headers


async def test_nobody_else_is_signed_in(stage: Stage, visitor: aiohttp.ClientSession) -> None:
    async with visitor.post(f"{stage.url}/demo/sign-in", data={"login": "root"}, allow_redirects=False) as answer:
        assert answer.status == 404


async def test_the_librarys_own_page_is_beside_it(stage: Stage, visitor: aiohttp.ClientSession) -> None:
    async with visitor.get(f"{stage.url}/library") as answer:
        page = await answer.text()
    assert 'href="/ask"' in page
    assert "Riverside University Library" in page


async def test_a_patrons_form_knows_who_asks(stage: Stage, visitor: aiohttp.ClientSession) -> None:
    async with visitor.get(f"{stage.url}/demo") as answer:
        page = await answer.text()
    links = [html.unescape(one) for one in re.findall(r'href="(/ask\?[^"]+)"', page)]
    assert len(links) == 2
    async with visitor.get(stage.url + links[1]) as answer:
        form = await answer.text()
    assert 'value="李雷"' in form
    assert 'value="lilei@riverside.example"' in form


@pytest.mark.parametrize(("language", "subject"), [("en", "A thesis from Uppsala"), ("zh-CN", "学位论文续借")])
async def test_a_command_of_the_page_sends_a_mail(
    stage: Stage, visitor: aiohttp.ClientSession, language: str, subject: str
) -> None:
    """Pasted into a shell as it stands. (curl and swaks are not on every machine; Python is.)"""
    async with visitor.get(f"{stage.url}/demo", headers={"Accept-Language": language}) as answer:
        page = await answer.text()
    commands = [html.unescape(one) for one in re.findall(r"<code>(.*?)</code>", page, re.DOTALL)]
    assert [one.split()[0] for one in commands] == ["python3", "swaks", "printf"]
    assert all(stage.settings.mail.listen.rpartition(":")[2] in one for one in commands)
    shell = await asyncio.create_subprocess_shell(commands[0].replace("python3", sys.executable, 1))
    assert await shell.wait() == 0

    async def arrived() -> bool:
        return subject in await _subjects(stage)

    await until(arrived)


async def _subjects(stage: Stage) -> list[str]:
    await stage.sit_down("ines")
    async with stage.http.get(f"{stage.url}/api/v1/tickets?view=all") as answer:
        return [one["subject"] for one in (await answer.json())["items"]]
