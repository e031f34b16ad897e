"""The sign-in page in a browser's hands, and in others'."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from yarl import URL

from contactcenter.accounts.peer import SESSION_COOKIE
from contactcenter.accounts.tables import FailedSignInRow
from contactcenter.agent_ui.same_site import local_path
from contactcenter.settings import Http
from tests.agent_ui.conftest import Client, House

Form = Callable[..., dict[str, str]]
HERE = {"Sec-Fetch-Site": "same-origin"}


async def test_the_page_speaks_both_languages_without_inline_code(client: Client) -> None:
    english = await (await client.get("/sign-in?next=/console/x")).text()
    chinese = await (await client.get("/sign-in", headers={"Accept-Language": "zh-CN,zh;q=0.9"})).text()
    assert 'lang="en"' in english
    assert "River Library" in english
    assert 'value="/console/x"' in english
    assert 'lang="zh-Hans"' in chinese
    assert "河畔图书馆" in chinese
    for page in (english, chinese):
        assert "<script" not in page
        assert "<style" not in page
        assert " style=" not in page
    style = await client.get(english.split('rel="stylesheet" href="')[1].split('"')[0])
    assert style.status == 200
    assert "immutable" in style.headers["Cache-Control"]


async def test_rosa_signs_in_goes_on_and_signs_out(client: Client, form: Form) -> None:
    away = await client.get("/console/tickets/7?tab=x", allow_redirects=False)
    to = URL(away.headers["Location"])
    assert (to.path, to.query["next"]) == ("/sign-in", "/console/tickets/7?tab=x")
    answer = await client.post("/sign-in", data=form(), headers=HERE, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/console/tickets/7")
    cookie = answer.cookies[SESSION_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["secure"]) == (True, "Lax", "/", "")
    again = await client.get("/sign-in", allow_redirects=False)
    assert (again.status, again.headers["Location"]) == (303, "/console/")
    inside = await client.get("/console/tickets/7", allow_redirects=False)
    assert inside.status in (200, 503)  # 503: the front end is not built here
    out = await client.post("/sign-out", headers=HERE, allow_redirects=False)
    assert (out.status, out.headers["Location"]) == (303, "/sign-in")
    client.session.cookie_jar.update_cookies({SESSION_COOKIE: cookie.value})
    old = await client.get("/console/", allow_redirects=False)
    assert old.status == 303


async def test_a_wrong_password_is_said_so_and_nothing_else_is(client: Client, form: Form) -> None:
    answer = await client.post("/sign-in", data=form(password="<b>x", login='"><script>'), headers=HERE)
    page = await answer.text()
    assert answer.status == 401
    assert "name or the password is wrong" in page
    assert "<script>" not in page
    assert SESSION_COOKIE not in answer.cookies


async def test_guesses_are_slowed_down(client: Client, house: House, form: Form) -> None:
    for _ in range(5):
        assert (await client.post("/sign-in", data=form(password="x"), headers=HERE)).status == 401
    answer = await client.post("/sign-in", data=form(), headers=HERE)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "1")
    house.pass_by(timedelta(seconds=1))
    answer = await client.post("/sign-in", data=form(), headers=HERE, allow_redirects=False)
    assert answer.status == 303


@pytest.mark.parametrize("headers", [
    {}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "null"},
    {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"},
])
async def test_a_form_from_elsewhere_is_refused(client: Client, form: Form, headers: dict[str, str]) -> None:
    answer = await client.post("/sign-in", data=form(), headers=headers, allow_redirects=False)
    assert answer.status == 403
    assert SESSION_COOKIE not in answer.cookies
    assert (await client.post("/sign-out", headers=headers, allow_redirects=False)).status == 403


async def test_an_old_browser_says_its_origin(client: Client, form: Form) -> None:
    origin = str(client.make_url("/").origin())
    answer = await client.post("/sign-in", data=form(), headers={"Origin": origin}, allow_redirects=False)
    assert answer.status == 303


async def test_broken_forms_are_refused_without_a_defect(client: Client, house: House) -> None:
    for type_ in (
        "application/x-www-form-urlencoded; charset=no-such", "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x", "text/plain",
    ):
        for data in (b"login=\xff\xfe&password=%ff%00", b"", b"a" * 20_000):
            house.pass_by(timedelta(minutes=2))
            headers = {**HERE, "Content-Type": type_}
            answer = await client.post("/sign-in", data=data, headers=headers, allow_redirects=False)
            assert answer.status in (400, 401, 413), (type_, data[:30])


class TestBehindAProxy:
    @pytest.fixture
    def http(self) -> Http:
        return Http(trusted_proxies=1, public_url="https://ask.library.example")

    async def test_the_cookie_is_secure_and_the_public_address_is_ours(self, client: Client, form: Form) -> None:
        headers = {"Origin": "https://ask.library.example", "X-Forwarded-Proto": "https"}
        answer = await client.post("/sign-in", data=form(), headers=headers, allow_redirects=False)
        assert answer.cookies[SESSION_COOKIE]["secure"] is True

    async def test_each_client_has_its_own_count(self, client: Client, house: House, form: Form) -> None:
        async with house.database.transaction() as session:
            session.add(FailedSignInRow(key="address:203.0.113.66", count=29, last_at=house.clock()))
        guesser = {**HERE, "X-Forwarded-For": "6.6.6.6, 203.0.113.66"}
        data = form(login="somebody", password="x")
        assert (await client.post("/sign-in", data=data, headers=guesser)).status == 401
        guesser["X-Forwarded-For"] = "7.7.7.7, 203.0.113.66"  # what the client writes itself changes nothing
        assert (await client.post("/sign-in", data=form(), headers=guesser)).status == 429
        other = {**HERE, "X-Forwarded-For": "203.0.113.7"}
        answer = await client.post("/sign-in", data=form(), headers=other, allow_redirects=False)
        assert answer.status == 303


@pytest.mark.parametrize("given", [
    "//evil.example", "/\\evil.example", "https://evil.example", "evil", "/\t/evil.example", "/a\nb", "", None,
    "/a\\b", "javascript:alert(1)",
])
def test_next_never_leads_elsewhere(given: str | None) -> None:
    assert local_path(given, "/console/") == "/console/"


def test_next_leads_to_any_path_of_ours() -> None:
    assert local_path("/console/tickets/7?tab=x#y", "/console/") == "/console/tickets/7?tab=x#y"
