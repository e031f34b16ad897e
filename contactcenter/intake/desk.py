"""The desk: what the core offers the channels (`envelope.Desk`)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime

import structlog
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.tables import DepartmentRow
from contactcenter.clock import Clock
from contactcenter.db.blobs import Blobs
from contactcenter.db.engine import Database
from contactcenter.db.faults import passing
from contactcenter.db.wake import CHANNEL
from contactcenter.envelope import (
    Accepted,
    Address,
    BlobRef,
    Line,
    NamedDepartment,
    OpenState,
    Place,
    Raw,
    Settled,
    Standing,
    Transcript,
)
from contactcenter.intake.accept import accept
from contactcenter.intake.stopped_here import stopped_here
from contactcenter.intake.tables import KnownKeyRow
from contactcenter.intake.unavailable import passing_is_unavailable, unavailable
from contactcenter.intake.understand import StepFailed, Understanding
from contactcenter.measures.last_weeks import LastWeeks
from contactcenter.queue.calendars import Calendars
from contactcenter.queue.waits import place_of
from contactcenter.seats.capacity import Capacity
from contactcenter.settings import Settings
from contactcenter.tickets import patron_view, presence
from contactcenter.tickets.delivery import settle
from contactcenter.tickets.transcript import transcript

log = structlog.get_logger(__name__)
TRIES = 3
"""PostgreSQL may end a transaction for a deadlock: it is tried again before the door hears of it."""


class FrontDesk:
    """Keeps arrivals and answers the channels' questions."""

    def __init__(
        self,
        *,
        database: Database,
        blobs: Blobs,
        understanding: Understanding,
        settings: Settings,
        clock: Clock,
        is_ours: Callable[[str], bool],
    ) -> None:
        """`is_ours` tells whether mail to an address is for us: a department's, or a signed reply address."""
        self._database = database
        self._blobs = blobs
        self._understanding = understanding
        self._settings = settings
        self._clock = clock
        self._is_ours = is_ours
        self._capacity = Capacity.of(settings.seats)
        self.calendars = Calendars(settings)
        self.usually = LastWeeks()
        self.arrived = asyncio.Event()
        """Set when there is something to understand."""

    async def accept(self, raws: Sequence[Raw]) -> list[Accepted]:
        with self._database.lull.in_hand(), passing_is_unavailable():
            async with self._database.transaction() as session:
                ids = await accept(session, raws=raws, blobs=self._blobs, now=self._clock())
                await self._tell_workers(session)
        self.arrived.set()
        return [Accepted(inbound_id) for inbound_id in ids]

    async def accept_now(self, raw: Raw) -> Accepted:
        with self._database.lull.in_hand():
            return await self._accept_now(raw)

    async def _accept_now(self, raw: Raw) -> Accepted:
        for attempt in range(TRIES):
            try:
                return await self._keep_and_understand(raw)
            except Exception as error:  # whatever it is, the bytes come first (law 1)
                cause = error.cause if isinstance(error, StepFailed) else error
                if passing(cause):
                    if attempt + 1 < TRIES:
                        continue
                    raise unavailable(cause) from error
                # Nothing is lost: the bytes are kept alone, and the usual way finds and names the fault.
                log.warning("intake.in_hand_failed", channel=raw.channel, error=type(cause).__name__)
                break
        kept = await self.accept([raw])
        accepted = await self._understanding.understand(kept[0].inbound_id)
        await self._database.durable()
        return accepted

    async def _keep_and_understand(self, raw: Raw) -> Accepted:
        inbound = self._understanding.parse_now(raw)
        async with self._database.transaction() as session:
            return await self._understanding.keep_in_hand(session, raw, inbound, self._clock())

    async def unknown(self, keys: Sequence[str]) -> set[str]:
        if not keys:
            return set()
        async with self._database.near() as session:
            known = (await session.execute(select(KnownKeyRow.key).where(KnownKeyRow.key.in_(list(keys))))).scalars()
            return set(keys) - set(known)

    async def store(self, chunks: AsyncIterator[bytes], *, limit: int) -> BlobRef:
        ref, inline = await self._blobs.spool(chunks, limit=limit)
        async with self._database.transaction() as session:
            await self._blobs.record(session, ref, inline, now=self._clock())
        return ref

    async def read(self, blob: BlobRef) -> bytes:
        async with self._database.near() as session:
            return await self._blobs.load(session, blob.digest)

    async def is_our_address(self, address: str) -> bool:
        return self._is_ours(address)

    async def settle(
        self, delivery_id: int, *, state: Settled, code: str = "", detail: str = "", remote_id: str = "",
        again: bool = False,
    ) -> None:
        async with self._database.transaction() as session:
            await settle(session, delivery_id=delivery_id, state=state, code=code, detail=detail, now=self._clock(),
                         remote_id=remote_id, again=again)

    async def history(self, ticket_id: int, *, after: int = 0) -> list[Line]:
        async with self._database.near() as session:
            return await patron_view.history(session, ticket_id=ticket_id, after=after)

    async def standing(self, ticket_id: int) -> Standing | None:
        async with self._database.near() as session:
            return await patron_view.standing(session, ticket_id=ticket_id)

    async def transcript(self, ticket_id: int, *, email: str) -> Transcript:
        async with self._database.transaction() as session:
            return await transcript(session, ticket_id=ticket_id, email=email, now=self._clock())

    async def stopped_here(self, address: Address, *, channel: str, ours: str) -> str | None:
        with passing_is_unavailable():
            async with self._database.near() as session:
                return await stopped_here(session, address=address, channel=channel, ours=ours)

    async def seen(self, ticket_id: int, *, version: int) -> None:
        async with self._database.transaction(durable=False) as session:
            await patron_view.seen(session, ticket_id=ticket_id, message_id=version, now=self._clock())

    async def come(self, ticket_id: int) -> None:
        async with self._database.transaction(durable=False) as session:
            await presence.come(session, ticket_id=ticket_id, now=self._clock())

    async def leave(self, ticket_id: int) -> None:
        async with self._database.transaction(durable=False) as session:
            await presence.leave(session, ticket_id=ticket_id, now=self._clock())

    async def place(self, ticket_id: int) -> Place | None:
        async with self._database.near() as session:
            found = await place_of(session, ticket_id=ticket_id, capacity=self._capacity, now=self._clock(),
                                   usually=self.usually)
        if found is None:
            return None
        low_s, high_s = (None, None) if found.wait is None else (found.wait.low, found.wait.high)
        return Place(found.place, low_s, high_s, soon=found.soon)

    async def in_conversation(self, channel: str) -> list[int]:
        async with self._database.near() as session:
            return await presence.there(session, channel=channel)

    async def departments(self) -> list[NamedDepartment]:
        async with self._database.near() as session:
            rows = await session.execute(
                select(DepartmentRow.slug, DepartmentRow.name, DepartmentRow.name_zh).order_by(DepartmentRow.id)
            )
            return [NamedDepartment(*row) for row in rows]

    async def hours(self, at: datetime, queue: str | int | None = None) -> OpenState:
        async with self._database.near() as session:
            return (await self.calendars.of(session, queue)).at(at)

    async def _tell_workers(self, session: AsyncSession) -> None:
        """Another process may be the one that understands. SQLite's readers see the commit by themselves."""
        if not self._database.sqlite:
            await session.execute(text(f"NOTIFY {CHANNEL}"))
