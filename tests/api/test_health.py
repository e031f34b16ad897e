"""Alive, ready, and the numbers."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from contactcenter import api
from contactcenter.api.health import mount_health
from contactcenter.db.engine import Database
from contactcenter.envelope import Raw
from contactcenter.measures.tables import RuleCountRow
from tests.api.conftest import House


async def test_ready_says_what_is_not(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    trouble: dict[str, str | None] = {"workers": None}

    async def workers() -> str | None:
        return trouble["workers"]

    app = web.Application()
    api.mount(app, house)
    mount_health(app, house.database, {"workers": workers})
    async with TestClient(TestServer(app)) as client:
        assert (await client.get("/healthz")).status == 200
        answer = await client.get("/readyz")
        assert (answer.status, await answer.json()) == (
            200, {"ready": True, "checks": {"database": "ok", "workers": "ok"}}
        )
        trouble["workers"] = "failing: deliver"
        answer = await client.get("/readyz")
        assert (answer.status, (await answer.json())["checks"]["workers"]) == (503, "failing: deliver")
        trouble["workers"] = None
        await house.database.close()
        monkeypatch.setattr(Database, "read", lambda _: asyncio.timeout(0))
        assert (await (await client.get("/readyz")).json())["checks"]["database"] != "ok"
        assert (await client.get("/healthz")).status == 200


async def test_what_the_rules_set_aside_is_told(house: House) -> None:
    async with house.database.transaction() as session:
        session.add(RuleCountRow(rule="subject", set_aside=12, rescued=3))
    (_,) = await house.desk.accept([Raw("walk_in", b"not json")])
    await house.desk._understanding.next_set()  # type: ignore[attr-defined]
    app = web.Application()
    mount_health(app, house.database, {})
    async with TestClient(TestServer(app)) as client:
        numbers = await (await client.get("/metrics")).text()
        assert 'contactcenter_set_aside_messages{rule="subject"} 12.0' in numbers
        assert 'contactcenter_rescued_messages{rule="subject"} 3.0' in numbers
        assert 'contactcenter_quarantined{kind="arrival"} 1.0' in numbers
        assert 'contactcenter_quarantined{kind="signal"} 0.0' in numbers
        await house.database.close()
        assert (await client.get("/metrics")).status == 200


async def test_requests_are_counted_by_route_and_not_by_address(house: House) -> None:
    app = web.Application()
    api.mount(app, house)
    mount_health(app, house.database, {})
    async with TestClient(TestServer(app)) as client:
        await client.get("/api/v1/tickets/4711")
        await client.request("BREW", "/api/v1/tickets/4711")
        numbers = await (await client.get("/metrics")).text()
    assert 'contactcenter_http_requests_total{method="GET",route="/api/v1/tickets/{ticket_id}",status="401"}' in numbers
    assert "tickets/4711" not in numbers  # the number alone may be part of a time
    assert "BREW" not in numbers
