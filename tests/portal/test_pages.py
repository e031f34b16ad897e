"""The pages as such: languages, colours, headers, files."""

from __future__ import annotations

import gzip
import string
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from aiohttp.test_utils import make_mocked_request

from contactcenter.portal import words_en, words_zh
from contactcenter.portal.assets import Assets
from contactcenter.portal.prefer import local_path, locale_of
from contactcenter.portal.rich import shown
from tests.library import Library, open_library

WIDGET_KB = 30


@pytest_asyncio.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with open_library(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize(("one", "other"), [(words_en.PAGES, words_zh.PAGES), (words_en.CHAT, words_zh.CHAT)])
def test_both_languages_say_the_same_things(one: dict[str, str], other: dict[str, str]) -> None:
    assert one.keys() == other.keys()
    fields = string.Formatter()
    for key, text in one.items():
        asked = {name for _, name, _, _ in fields.parse(text) if name}
        assert asked == {name for _, name, _, _ in fields.parse(other[key]) if name}, key
        assert text.strip()
        assert other[key].strip()


@pytest.mark.parametrize(("header", "locale"), [
    ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"), ("en-GB", "en"), ("fr,en;q=0.5,zh;q=0.7", "zh-Hans"), ("fr", "en"),
    ("", "en"), ("en;q=0,zh", "zh-Hans"), (";;q=x,,", "en"),
])
def test_the_browsers_language(header: str, locale: str) -> None:
    assert locale_of(make_mocked_request("GET", "/", headers={"Accept-Language": header}), "en") == locale


@pytest.mark.parametrize(("given", "path"), [
    ("/ask", "/ask"), ("/ask?x=1", "/ask?x=1"), ("//evil.example", "/"), ("/\\evil.example", "/"),
    ("/\t/evil.example", "/"), ("https://evil.example", "/"), ("", "/"), (None, "/"),
])
def test_a_choice_leads_back_to_this_site_only(given: str | None, path: str) -> None:
    assert local_path(given) == path


async def test_a_chosen_language_stays(library: Library) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        assert 'lang="en"' in await (await http.get(library.url)).text()
        choice = {"language": "zh-Hans", "theme": "dark", "back": "/ask"}
        chosen = await http.get(f"{library.url}/prefer", params=choice)
        text = await chosen.text()
        assert chosen.url.path == "/ask"
        assert 'lang="zh-Hans" data-theme="dark"' in text
        await http.get(f"{library.url}/prefer", params={"language": "xx", "theme": "pink"})
        assert 'lang="zh-Hans" data-theme="dark"' in await (await http.get(library.url)).text()


@pytest.mark.parametrize("path", ["/", "/ask", "/chat", "/widget-demo", "/ask/thanks", "/t/no.thing"])
async def test_nothing_foreign_may_run(library: Library, path: str) -> None:
    async with aiohttp.ClientSession() as http, http.get(library.url + path) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "style-src 'self';" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        text = await answer.text()
        assert " style=" not in text
        assert "<style" not in text


async def test_no_answer_sets_a_cookie_unasked(library: Library) -> None:
    async with aiohttp.ClientSession() as http:
        for path in ("/", "/ask", "/chat", "/widget-demo", "/widget.js", "/chat/desk"):
            assert "Set-Cookie" not in (await http.get(library.url + path)).headers


async def test_the_widget_is_light(library: Library) -> None:
    """Everything that the one script tag ever loads, as it travels."""
    sizes = Assets().sizes()
    widget = {name: size for name, size in sizes.items() if name.startswith("chat/") or name == "widget.js"}
    assert len(widget) >= 10
    assert sum(widget.values()) < WIDGET_KB * 1000
    async with aiohttp.ClientSession(auto_decompress=False) as http:
        total = 0
        for name in widget:
            path = "/widget.js" if name == "widget.js" else f"/portal/{name}"
            async with http.get(library.url + path, headers={"Accept-Encoding": "gzip"}) as answer:
                assert answer.headers["Content-Encoding"] == "gzip"
                assert answer.headers["Access-Control-Allow-Origin"] == "*"
                body = await answer.read()
                assert gzip.decompress(body)
                total += len(body)
        assert total == sum(widget.values())


async def test_a_file_is_asked_for_once(library: Library) -> None:
    async with aiohttp.ClientSession() as http:
        first = await http.get(f"{library.url}/portal/portal.css")
        again = await http.get(f"{library.url}/portal/portal.css", headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status, again.status) == (200, 304)
        for name in ("/portal/nothing.js", "/portal/../mount.py", "/portal/%2e%2e/mount.py"):
            assert (await http.get(library.url + name)).status == 404


def test_a_librarians_text_is_cleaned_where_it_is_shown() -> None:
    html = shown('<p onclick="x()">Hello <b>you</b><script>alert(1)</script><a href="javascript:x()">a</a>'
                 '<a href="https://example.org">b</a><img src=x></p>')
    assert "script" not in html
    assert "onclick" not in html
    assert "img" not in html
    assert "<b>you</b>" in html
    assert 'href="https://example.org"' in html
