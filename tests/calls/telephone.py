"""A house with a switchboard and an operator, and a carrier that does at once what it is told, as tests say."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from contactcenter.calls.operator import Operator
from contactcenter.calls.tables import CallRow, LegRow, OrderRow
from contactcenter.envelope import CallStanding, Done, Order, SendError, Signal
from contactcenter.intake.switchboard import FrontSwitchboard
from contactcenter.queue.offer import accept
from contactcenter.queue.router import Router
from contactcenter.queue.tables import OfferRow
from contactcenter.seats.capacity import Capacity
from contactcenter.seats.device import choose_device
from contactcenter.seats.presence import sit
from contactcenter.seats.tables import SeatRow
from tests.conformance.house import House

AMINAS_NUMBER = "+8613800138000"
OURS = "+861088888888"
ROSAS_TELEPHONE = "+861066666666"
CARRIER = "twilio"
SOUND = b"RIFF" + bytes(range(256)) * 4


@dataclass
class Telephone:
    """The wires of a house, in a test's hand."""

    house: House
    board: FrontSwitchboard
    router: Router
    operator: Operator = field(init=False)
    told: list[Order] = field(default_factory=list)
    refuses: dict[str, SendError] = field(default_factory=dict)
    """By kind of order: what the carrier answers instead."""
    gone: set[str] = field(default_factory=set)
    """The carrier's ids of whom it says that they are over, when it is asked."""
    number: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    async def carry_out(self, order: Order) -> Done:
        self.told.append(order)
        if order.kind in self.refuses:
            raise self.refuses[order.kind]
        if order.kind == "ring":
            return Done(f"CA{order.leg_id:032}")
        if order.kind == "fetch":
            async def sound() -> AsyncIterator[bytes]:
                yield SOUND

            blob = await self.house.desk.store(sound(), limit=10_000)
            return Done(blob=blob, media_type="audio/wav")
        if order.kind == "look":
            return Done(over="completed" if order.remote_id in self.gone else "")
        return Done(over="" if order.remote_id else "canceled")

    async def works(self) -> None:
        """The router and the operator do all there is."""
        while await self.router.next_set() + await self.operator.next_set():
            pass

    async def sits(self, login: str, device: str = "telephone") -> None:
        async with self.house.database.transaction() as session:
            await choose_device(session, staff_id=self.house.staff[login], device=device,  # type: ignore[arg-type]
                                number=ROSAS_TELEPHONE, now=self.house.clock())
            await sit(session, staff_id=self.house.staff[login], begins="available", now=self.house.clock())

    def signal(self, kind: str, remote_id: str, **more: object) -> Signal:
        return Signal(key=str(more.pop("key", f"{remote_id}:{kind}:{next(self.number)}")), kind=kind,  # type: ignore[arg-type]
                      carrier=CARRIER, remote_id=remote_id, at=self.house.clock(), raw=b"CallSid=x", **more)  # type: ignore[arg-type]

    async def hears(self, kind: str, remote_id: str, **more: object) -> CallStanding | None:
        return await self.board.hear(self.signal(kind, remote_id, **more))

    async def rings(self, remote_id: str = "CA-caller", number: str = AMINAS_NUMBER) -> CallStanding:
        """Somebody calls, and is a ticket a moment later."""
        arrived = self.signal("arrived", remote_id, number=number, ours=OURS)
        assert await self.board.arrives(arrived) is None
        await self.house.understanding.next_set()
        # Whoever came to it first has it in hand: the worker's step, or the switchboard ahead of it.
        await asyncio.gather(*self.board._ahead)
        call = await self.board.arrives(arrived)
        assert call is not None
        return call

    async def waits(self, remote_id: str = "CA-caller", **more: str) -> CallStanding:
        """Somebody calls, chooses Chinese, and waits."""
        call = await self.rings(remote_id, **more)
        await self.board.choose(call.call_id, locale="zh-Hans")
        call = await self.board.line_up(call.call_id) or call
        await self.works()
        return call

    async def accepts(self, login: str, *, works: bool = True) -> None:
        """They take what rings at their seat; `works`: and the operator has seen it."""
        async with self.house.database.transaction() as session:
            ringing = (await session.execute(select(OfferRow.id).where(
                OfferRow.outcome.is_(None), OfferRow.staff_id == self.house.staff[login]
            ))).scalar_one()
            await accept(session, offer_id=ringing, capacity=Capacity(), staff_id=self.house.staff[login],
                         actor=self.house.actor(login), now=self.house.clock())
        if works:
            await self.works()

    async def joins(self, call_id: int, part: str, login: str | None = None) -> LegRow:
        """The newest such leg goes into the room."""
        leg = await self.leg(call_id, part, login)
        call = await self.call(call_id)
        await self.hears("joined", leg.remote_id or "", leg_id=leg.id, stay=leg.stay if part != "caller" else call.stay)
        await self.works()
        return leg

    async def is_over(self, call_id: int, part: str, login: str | None = None, code: str = "completed") -> None:
        leg = await self.leg(call_id, part, login)
        if leg.remote_id:
            self.gone.add(leg.remote_id)
        await self.hears("over", leg.remote_id or "", leg_id=leg.id, code=code)
        await self.works()

    async def talks(self, login: str = "rosa", **more: str) -> CallStanding:
        """Somebody calls, waits, and is connected."""
        call = await self.waits(**more)
        await self.accepts(login)
        await self.joins(call.call_id, "librarian", login)
        await self.joins(call.call_id, "caller")
        return call

    async def call(self, call_id: int) -> CallRow:
        async with self.house.database.read() as session:
            return await session.get_one(CallRow, call_id)

    async def calls(self) -> list[CallRow]:
        async with self.house.database.read() as session:
            return list((await session.execute(select(CallRow).order_by(CallRow.id))).scalars())

    async def leg(self, call_id: int, part: str, login: str | None = None) -> LegRow:
        async with self.house.database.read() as session:
            query = select(LegRow).where(LegRow.call_id == call_id, LegRow.part == part).order_by(LegRow.id.desc())
            if login is not None:
                query = query.where(LegRow.staff_id == self.house.staff[login])
            return (await session.execute(query.limit(1))).scalar_one()

    async def orders(self) -> list[tuple[str, str]]:
        async with self.house.database.read() as session:
            rows = (await session.execute(select(OrderRow).order_by(OrderRow.id))).scalars()
            return [(row.kind, row.state) for row in rows]

    async def presence(self, login: str) -> tuple[str, str | None]:
        async with self.house.database.read() as session:
            seat = await session.get_one(SeatRow, self.house.staff[login])
            return seat.presence, seat.reason

    async def told_of(self, ticket_id: int) -> list[str]:
        """What the ticket's history says of its calls."""
        lines = []
        for event in await self.house.log():
            if event.stream != f"ticket:{ticket_id}" or not event.type.startswith("call."):
                continue
            what = event.data.get("how") or event.data.get("to_state") or event.data.get("code") or event.data.get("way")
            lines.append(f"{event.type.removeprefix('call.')} {what or event.data.get('part', '')}".strip())
        return lines


def wires(house: House) -> Telephone:
    """A switchboard, a router and an operator for a house."""
    board = FrontSwitchboard(
        database=house.database, blobs=house.blobs, understanding=house.understanding, desk=house.desk,
        clock=house.clock, queue_of={OURS: "general"}.get, first_locale="en",
    )
    router = Router(house.database, house.clock, capacity=Capacity(), wrap_up=timedelta(seconds=20),
                    return_after=timedelta(hours=12))
    made = Telephone(house, board, router)
    made.operator = Operator(house.database, made, house.clock, keep=board.keep, wake=asyncio.Event())
    return made
