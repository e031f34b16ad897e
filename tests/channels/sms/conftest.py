"""The library with a number, and the carrier's stand-in around it: webhooks come by HTTP, texts leave by the outbox."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from contactcenter.carriers.contract import Carrier
from contactcenter.carriers.open import open_carrier
from contactcenter.channels import sms
from contactcenter.channels.sms.links import FileLinks
from contactcenter.channels.sms.parse import SmsReceiver
from contactcenter.channels.sms.send import SmsSender
from contactcenter.db.engine import Database
from contactcenter.demo.carrier.exchange import Exchange, Number
from contactcenter.envelope import Outbound
from contactcenter.intake.remote_files import RemoteFiles, Source
from contactcenter.outbox.deliver import Deliverer
from contactcenter.settings import Settings
from contactcenter.shapes.tickets import TicketDetail
from contactcenter.tickets import outbound
from contactcenter.tickets.delivery import note_deliveries
from contactcenter.tickets.detail import detail
from tests.conformance.house import Founded, House, build
from tests.demo.carrier.virtual_time import VirtualTime

TOKEN = "t" * 32
DESK = "+861062751051"
LAW = "+861062751052"
AMINA = "+8613800138000"
LI_LEI = "+8613900139000"
TEXTS = "/carrier/texts"
KEY = b"k" * 32


@dataclass
class Texting:
    house: House
    exchange: Exchange
    carrier: Carrier
    sender: SmsSender
    deliverer: Deliverer
    files: RemoteFiles
    settings: Settings

    async def texts(self, body: str, *, sender: str = AMINA, to: str = DESK, media: tuple[tuple[bytes, str], ...] = ()
                    ) -> int:
        """Somebody texts; how it was answered."""
        asked = await self.exchange.text(sender, to, body, media)
        await self.understood()
        assert asked is not None
        return asked.status

    async def understood(self) -> None:
        while await self.house.understanding.next_set():
            pass

    async def ticket_ids(self) -> list[int]:
        """Every ticket, oldest first."""
        return [int(str(one.data["ticket_id"])) for one in await self.house.log() if one.type == "ticket.opened"]

    async def leave(self) -> None:
        """What is due leaves, and the carrier reports on it."""
        await self.deliverer.next_set()
        await self.time.passes(10)

    @property
    def time(self) -> VirtualTime:
        assert isinstance(self.exchange.time, VirtualTime)
        return self.exchange.time

    async def shown(self, ticket_id: int, login: str = "rosa") -> TicketDetail:
        async with self.house.database.read() as session:
            return await detail(session, scope=self.house.scopes[login], ticket_id=ticket_id)

    async def state(self, ticket_id: int) -> tuple[str, str | None]:
        """How the last answer stands."""
        delivery = [one.delivery for one in (await self.shown(ticket_id)).messages if one.kind == "staff"][-1]
        assert delivery is not None
        return delivery.state, delivery.code


@pytest_asyncio.fixture
async def texting(database: Database, founded: Founded, tmp_path: Path) -> AsyncIterator[Texting]:
    exchange = Exchange(token=TOKEN, time=VirtualTime(datetime(2026, 11, 25, 2, tzinfo=UTC)))
    base = await exchange.start()
    (tmp_path / "token").write_text(TOKEN)
    settings = Settings.model_validate({
        "library": {"name": "Riverside Library"}, "sms": {"quiet_from": "", "quiet_to": "", "media_bytes": 1000},
        "carrier": {
            "kind": "twilio", "account_sid": exchange.account, "auth_token_file": str(tmp_path / "token"),
            "base_url": base, "public_url": "https://ask.library.example", "timeout_s": 0.3,
            "numbers": [{"number": DESK, "mms": True}, {"number": LAW, "queue": "law"}],
        },
    })
    carrier = open_carrier(settings)
    assert carrier is not None
    house = build(database, tmp_path, founded, extra={"sms": SmsReceiver(settings)})
    app = web.Application()
    links = FileLinks(KEY)
    sms.mount(app, desk=house.desk, carrier=carrier, settings=settings, links=links, clock=house.clock)
    sender = SmsSender(settings, carrier, links=links, now=house.clock)
    deliverer = Deliverer(database=database, senders={"sms": sender}, build=outbound.build, tell=note_deliveries,
                          clock=house.clock)
    files = RemoteFiles(database, house.blobs, {"sms": Source(
        lambda url, limit: carrier.fetch(url, limit=limit), 1000)}, house.clock)
    async with TestServer(app) as server:
        exchange.webhooks.reach = ("https://ask.library.example", str(server.make_url("")).rstrip("/"))
        for number in (DESK, LAW):
            exchange.numbers[number] = Number(number, texts_to=f"https://ask.library.example{TEXTS}")
        yield Texting(house, exchange, carrier, sender, deliverer, files, settings)
        await deliverer.close()
        await exchange.close()
        await carrier.close()


def outgoing(text: str = "Yes.", **more: object) -> Outbound:
    """A text as the outbox hands it on."""
    from contactcenter.envelope import Address  # noqa: PLC0415

    given: dict[str, object] = {
        "key": "k" * 32, "channel": "sms", "delivery_id": 1, "ticket_id": 1, "to": Address("phone", AMINA),
        "subject": "", "text": text, "html": None, "attachments": (), "locale": "en", "author": "Rosa", "ours": DESK,
    }
    return Outbound(**(given | more))  # type: ignore[arg-type]
