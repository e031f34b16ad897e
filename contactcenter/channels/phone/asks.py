"""One request of the carrier, and what of it the core is told."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from contactcenter.carriers.contract import CallNews, Carrier, Fields
from contactcenter.envelope import CallStanding, Signal, SignalKind, Switchboard

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Ask:
    """A verified request: where it was made, what stands in that path by name, and what it says."""

    path_qs: str
    named: Mapping[str, str]
    fields: Fields
    body: bytes

    def number(self, name: str) -> int:
        """A number of ours that stands in the path."""
        return int(self.named[name])


class Ear:
    """Reads what the carrier says, and tells the core of it."""

    def __init__(self, carrier: Carrier, switchboard: Switchboard, ours: frozenset[str]) -> None:
        """`ours`: the numbers that take calls."""
        self.carrier, self.board, self.ours = carrier, switchboard, ours

    def news(self, ask: Ask) -> CallNews:
        """Raises `ParseError`."""
        return self.carrier.read_call(ask.fields)

    def signal(
        self, kind: SignalKind, news: CallNews, ask: Ask, *, key: str, leg_id: int | None = None, stay: int = 0,
        code: str = "",
    ) -> Signal:
        """The same request twice has the same key, and is one."""
        return Signal(
            key=f"{news.call_id}:{key}", kind=kind, carrier=self.carrier.kind, remote_id=news.call_id, leg_id=leg_id,
            stay=stay, code=code, at=news.at, seconds=news.duration_s, number=_number(news.sender), ours=news.to,
            # What came to a number that is none of ours opens nothing, by its end neither.
            inbound=news.inbound and news.to in self.ours, raw=ask.body,
        )

    async def joins(self, ask: Ask, *, leg_id: int, stay: int) -> None:
        """Whoever follows this answer goes into the room."""
        news = self.news(ask)
        await self.board.hear(self.signal("joined", news, ask, key=f"joined:{stay}", leg_id=leg_id, stay=stay))

    async def pressed(self, ask: Ask) -> tuple[str, CallStanding | None]:
        """Keep what a caller pressed; the keys, and how their call stands.

        None where the call is not the one that the path names.
        """
        news = self.news(ask)
        digest = hashlib.sha256(ask.path_qs.encode() + b"\n" + ask.body).hexdigest()[:32]
        call = await self.board.hear(self.signal("answered", news, ask, key=digest))
        if call is None or str(call.call_id) != ask.named.get("call_id", str(call.call_id)):
            log.warning("calls.unknown_call", carrier=self.carrier.kind, path=ask.path_qs.partition("?")[0])
            return news.digits, None
        return news.digits, call


def _number(sender: str) -> str:
    """The caller's number as it is kept; empty where it is withheld or none (`anonymous`, a name)."""
    return sender if sender.startswith("+") and sender[1:].isascii() and sender[1:].isdigit() else ""
