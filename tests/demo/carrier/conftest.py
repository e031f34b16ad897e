"""A small product that answers what a test tells it, and the stand-in around it in virtual time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from contactcenter.carriers.contract import Carrier, Fields
from contactcenter.carriers.instructions import Instruction
from contactcenter.carriers.open import open_carrier
from contactcenter.demo.carrier.exchange import Exchange, Number
from contactcenter.settings import Settings
from tests.demo.carrier.virtual_time import VirtualTime

TOKEN = "t" * 32
DESK = "+861062751051"
AMINA = "+8613800138000"
ROSA = "+8613900139000"


@dataclass
class House:
    """What stands at the public URL: each webhook is verified as the product does it, and answered by a script."""

    exchange: Exchange
    time: VirtualTime
    carrier: Carrier
    url: str
    answers: dict[str, list[Instruction]] = field(default_factory=dict)
    """By path: what is answered there."""
    asked: list[tuple[str, Fields]] = field(default_factory=list)
    status: int = 200

    def of(self, path: str) -> list[Fields]:
        return [fields for asked, fields in self.asked if asked == path]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    time = VirtualTime(datetime(2026, 11, 26, 9, tzinfo=UTC))
    exchange = Exchange(token=TOKEN, time=time)
    base = await exchange.start()
    (tmp_path / "token").write_text(TOKEN)
    found: list[House] = []

    async def handle(request: web.Request) -> web.Response:
        here = found[0]
        body = await request.read()
        fields = here.carrier.verify(path_qs=request.path_qs, headers=request.headers, body=body)
        here.asked.append((request.path, fields))
        answer = here.carrier.render(here.answers.get(request.path, []))
        return web.Response(body=answer.body, headers={"Content-Type": answer.content_type}, status=here.status)

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", handle)
    async with TestServer(app) as server:
        url = str(server.make_url("")).rstrip("/")
        settings = Settings.model_validate({"carrier": {
            "kind": "twilio", "account_sid": exchange.account, "auth_token_file": str(tmp_path / "token"),
            "base_url": base, "public_url": url, "timeout_s": 0.5,
        }})
        carrier = open_carrier(settings)
        assert carrier is not None
        exchange.numbers[DESK] = Number(DESK, texts_to=f"{url}/texts", calls_to=f"{url}/calls",
                                        progress_to=f"{url}/progress")
        found.append(House(exchange, time, carrier, url))
        yield found[0]
        await exchange.close()
        await carrier.close()
