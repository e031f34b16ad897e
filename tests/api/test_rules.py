"""The rules of every route: who asks, what is refused, and the one form of every error."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from unittest.mock import Mock

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, make_mocked_request
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from contactcenter.accounts.create_token import create_token
from contactcenter.accounts.tables import SessionRow
from contactcenter.api.problems import problems
from contactcenter.api.routes import all_routes
from contactcenter.db.engine import Database
from tests.api.conftest import House, People, Person

Client = TestClient[web.Request, web.Application]


def filled(path: str) -> str:
    return re.sub(r"\{\w+\}", "1", path)


async def test_nobody_gets_anything_without_signing_in(client: Client) -> None:
    forged: list[dict[str, str]] = [
        {}, {"Authorization": "Bearer cc_wrong"}, {"Authorization": "Basic cm9zYTp4"}, {"Cookie": "cc_session=wrong"},
    ]
    for route in all_routes():
        for headers in forged:
            answer = await client.request(route.method, f"/api/v1{filled(route.path)}", headers=headers)
            assert answer.status == 401, route.path
            assert answer.content_type == "application/problem+json"
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("csrf", [None, "wrong", "é"])
async def test_a_session_needs_its_csrf_token_to_change_anything(people: People, csrf: str | None) -> None:
    headers = {"Cookie": people.rosa.headers["Cookie"], **({"X-CSRF-Token": csrf} if csrf else {})}
    forged = Person(people.rosa.client, "", "")
    forged.headers = headers
    assert (await forged.asks("GET", "/me"))[0] == 200
    for route in all_routes():
        if route.method != "GET":
            status, problem = await forged.asks(route.method, filled(route.path))
            assert (status, problem["code"]) == (403, "csrf"), route.path


async def test_a_token_speaks_for_a_program_within_its_departments(house: House, client: Client) -> None:
    number = await house.mail(subject="Hello", text="Hello?")
    async with house.database.transaction() as session:
        general = await create_token(session, name="kiosk", role="librarian", department_ids=[1], now=house.time)
        law = await create_token(session, name="law", role="librarian", department_ids=[2], now=house.time)
        every = await create_token(session, name="export", role="supervisor", now=house.time)
    for token, status in ((general, 200), (law, 404), (every, 200)):
        headers = {"Authorization": f"bearer {token}"}
        answer = await client.get(f"/api/v1/tickets/{number}", headers=headers)
        assert answer.status == status
    headers = {"Authorization": f"Bearer {general}"}
    assert (await client.get("/api/v1/me", headers=headers)).status == 403
    assert (await client.post(f"/api/v1/tickets/{number}/take", headers=headers)).status == 403
    note = {"text": "Seen by the kiosk.", "client_id": "kiosk-001"}
    answer = await client.post(f"/api/v1/tickets/{number}/notes", json=note, headers=headers)
    assert (answer.status, (await answer.json())["author"]["name"]) == (201, "kiosk")


async def test_using_a_session_keeps_it_alive_at_one_write_a_minute(house: House, people: People) -> None:
    for _ in range(30):
        house.pass_by(timedelta(hours=5))
        assert (await people.rosa.asks("GET", "/me"))[0] == 200
    async with house.database.read() as session:
        seen = (await session.execute(
            select(SessionRow.seen_at).where(SessionRow.staff_id == house.staff["rosa"])
        )).scalar_one()
    assert seen == house.time
    house.pass_by(timedelta(seconds=30))
    await people.rosa.asks("GET", "/me")
    async with house.database.read() as session:
        assert (await session.execute(
            select(SessionRow.seen_at).where(SessionRow.staff_id == house.staff["rosa"])
        )).scalar_one() == seen
    house.pass_by(timedelta(hours=12))
    assert (await people.rosa.asks("GET", "/me"))[0] == 401


REFUSALS: list[tuple[str, str, bytes, dict[str, str], int]] = [
    ("POST", "/tickets/1/notes", b"{", {"Content-Type": "application/json"}, 400),
    ("POST", "/tickets/1/notes", b'{"text": "\\ud800"}', {"Content-Type": "application/json"}, 400),
    ("POST", "/tickets/1/notes", b"\xff", {"Content-Type": "application/json"}, 400),
    ("POST", "/tickets/1/notes", b'{"text": "\\u0000", "client_id": "12345678"}',
     {"Content-Type": "application/json"}, 422),
    ("POST", "/tickets/1/notes", b'{"text": "x", "client_id": "12345678", "colour": 1}',
     {"Content-Type": "application/json"}, 422),
    ("POST", "/tickets/1/notes", b'{"text": 5, "client_id": "12345678"}', {"Content-Type": "application/json"}, 422),
    ("POST", "/tickets/1/notes", b"[]", {"Content-Type": "application/json"}, 422),
    ("POST", "/tickets/1/notes", b"{}", {"Content-Type": "text/plain"}, 415),
    ("POST", "/tickets/1/notes", b"{}", {}, 415),
    ("POST", "/tickets/1/notes", b"{}", {"Content-Type": "application/json; charset=gbk"}, 415),
    ("POST", "/tickets/1/notes", b" " * 4_000_001, {"Content-Type": "application/json"}, 413),
    ("POST", "/tickets/1/assign", b'{"staff_id": 1e400}', {"Content-Type": "application/json"}, 400),
    ("POST", "/tickets/1/assign", b'{"staff_id": 99999999999999999999}', {"Content-Type": "application/json"}, 422),
    ("GET", "/tickets?colour=red", b"", {}, 422), ("GET", "/tickets?limit=1&limit=2", b"", {}, 422),
    ("GET", "/tickets?limit=0", b"", {}, 422), ("GET", "/tickets?limit=1_0", b"", {}, 422),
    ("GET", "/tickets?limit=%2010", b"", {}, 422), ("GET", "/tickets?queue=99999999999999999999", b"", {}, 422),
    ("GET", "/tickets?cursor=xyz", b"", {}, 422), ("GET", "/tickets?cursor=%00", b"", {}, 422),
    ("GET", "/tickets?view=theirs", b"", {}, 422), ("GET", "/me?x=1", b"", {}, 422),
    ("GET", "/search", b"", {}, 422), ("GET", "/search?q=%FF", b"", {}, 200),
    ("GET", "/tickets/0", b"", {}, 404), ("GET", "/tickets/x", b"", {}, 404),
    ("GET", "/tickets/99999999999999999999", b"", {}, 404), ("GET", "/tickets/9007199254740991", b"", {}, 404),
    ("GET", "/tickets/-1", b"", {}, 404), ("GET", "/tickets/%C2%B2", b"", {}, 404),
    ("GET", "/nothing", b"", {}, 404), ("DELETE", "/me", b"", {}, 405), ("PROPFIND", "/tickets", b"", {}, 405),
    ("GET", "/patrons?cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", b"", {}, 422),
    ("GET", "/patrons?cursor=OTk5OTk5OTk5OTk5OTk5OQ", b"", {}, 200), ("GET", "/patrons?cursor=x-y", b"", {}, 200),
]


async def test_every_refusal_is_a_problem(house: House, people: People) -> None:
    await house.mail(subject="Hello", text="Hello?")
    for method, path, body, headers, status in REFUSALS:
        case = f"{method} {path} {body[:40]!r} {headers}"
        answer = await people.rosa.sends(
            method, path, data=io.BytesIO(body) if body else None, headers=headers, skip_auto_headers=["Content-Type"]
        )
        told = await answer.json(content_type=None)
        assert answer.status == status, (case, told)
        if status >= 400:
            assert answer.content_type == "application/problem+json", case
            assert told["status"] == status, case
            assert {"type", "title", "detail", "errors"} <= set(told), case
        if status == 405:
            assert answer.headers["Allow"], case


async def test_what_was_sent_is_not_said_back(people: People) -> None:
    secret = "my thesis is overdue"
    answer = await people.rosa.sends("POST", "/tickets/1/notes", {"text": [secret], "client_id": secret})
    assert answer.status == 422
    assert secret not in await answer.text()


@pytest.mark.parametrize("left", [True, False])
async def test_a_request_that_its_browser_gave_up_is_not_busy(*, left: bool) -> None:
    async def written(_request: web.Request) -> web.StreamResponse:
        raise ConnectionResetError("Cannot write to closing transport")

    transport = Mock()
    transport.is_closing.return_value = left
    with capture_logs() as logged:
        answer = await problems(make_mocked_request("POST", "/api/v1/files", transport=transport), written)
    assert [(one["event"], one["log_level"]) for one in logged] == [
        ("api.given_up", "info") if left else ("api.busy", "warning")]
    assert answer.status == (499 if left else 503)


async def test_a_busy_database_says_try_again_and_a_defect_is_hidden(
    house: House, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(self: Database) -> object:
        raise OperationalError("SELECT", {}, Exception("locked"))

    def broken(self: Database) -> object:
        raise ZeroDivisionError("secret")

    with monkeypatch.context() as patched:
        patched.setattr(Database, "read", busy)
        answer = await people.rosa.sends("GET", "/me")
        assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
        patched.setattr(Database, "read", broken)
        answer = await people.rosa.sends("GET", "/me")
        assert answer.status == 500
        assert "secret" not in await answer.text()
