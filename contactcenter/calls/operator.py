"""The operator: follows the log, connects whoever has a call's ticket, and has the carrier do what was ordered.

`next_set` is a worker's step. Any number of processes may do it at once: what is arranged is looked at again under the
call's lock, what is ordered is leased, and a restart arranges every call that goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.arrange import arrange, going_on
from contactcenter.calls.hear import hear, looked
from contactcenter.calls.line import back_to_line
from contactcenter.calls.orders import (
    as_order,
    carried_out_in_order,
    lease_due,
    next_due,
    no_trouble,
    not_there_yet,
    order,
    settle,
)
from contactcenter.calls.row import InHand, hold, step
from contactcenter.calls.tables import CallRow, LegRow, OrderRow
from contactcenter.clock import Clock
from contactcenter.db.engine import Database
from contactcenter.envelope import BlobRef, Done, Exchange, Order, SendError, Signal
from contactcenter.events import tail
from contactcenter.events.catalogue.calls import CallTroubled
from contactcenter.events.record import SYSTEM
from contactcenter.events.tail import Logged
from contactcenter.logs import place
from contactcenter.tickets.row import happen

log = structlog.get_logger(__name__)
TELLS = frozenset({
    "ticket.assigned", "ticket.state_changed", "ticket.moved", "ticket.merged", "colleague.joined", "colleague.left",
})
"""Events that may change who is to be connected."""
AT_ONCE = 40
ATTEMPT_S = 15.0
"""Below the lease, so that nobody else begins what is still being tried."""
QUIET = timedelta(seconds=120)
"""After so long without a word of somebody who takes part, the carrier is asked: its report may be lost."""
LOOK_EVERY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording that was fetched."""

    call_id: int
    ticket_id: int
    blob: BlobRef
    media_type: str
    recording_id: str
    seconds: int | None
    message: bool
    """The caller's message, and not a conversation."""


Keep = Callable[[Recording], Awaitable[None]]


class Operator:
    """Arranges and carries out."""

    def __init__(
        self, database: Database, exchange: Exchange, clock: Clock, *, keep: Keep, wake: asyncio.Event
    ) -> None:
        """`keep` puts a fetched recording into its ticket; `wake` is what the worker waits for."""
        self._database, self._exchange, self._clock = database, exchange, clock
        self._keep, self._wake = keep, wake
        self._cursor: int | None = None
        self._looked_at: datetime | None = None

    def cares(self, event: Logged) -> bool:
        """Whether there may be something to arrange or to carry out; of a call that comes in there is nothing yet."""
        return event.type in TELLS or (event.type.startswith("call.") and event.data.get("way") != "in")

    async def next_set(self) -> int:
        done = await self._follow()
        done += await self._carry_out()
        await self._look_around()
        if not done:
            await self._come_back()
        return done

    async def _follow(self) -> int:
        """Take in what happened to tickets with calls."""
        if self._cursor is None:
            async with self._database.near() as session:
                head, calls = await tail.head(session), await going_on(session)
            await self._arrange(calls)
            self._cursor = head
            return len(calls)
        async with self._database.near() as session:
            events, read_to = await tail.telling(session, self._cursor, TELLS)
            tickets = {int(str(event.data["ticket_id"])) for event in events}
            calls = await going_on(session, tickets) if tickets else []
        await self._arrange(calls)
        self._cursor = read_to
        return len(calls)

    async def _arrange(self, calls: Sequence[int]) -> None:
        for call_id in calls:
            async with self._database.transaction() as session:
                await arrange(session, call_id=call_id, now=self._clock())

    async def _carry_out(self) -> int:
        async with self._database.near() as session:
            due = await next_due(session)
        if due is None or due > self._clock():
            return 0
        async with self._database.transaction() as session:
            rows = await lease_due(session, now=self._clock(), limit=AT_ONCE)
        await asyncio.gather(*(self._each(of_leg) for of_leg in carried_out_in_order(rows)))
        return len(rows)

    async def _each(self, rows: Sequence[OrderRow]) -> None:
        for row in rows:
            async with self._database.near() as session:
                wanted = await as_order(session, row)
            if wanted is None:
                async with self._database.transaction() as session:
                    await settle(session, row, dropped=True, now=self._clock())
                continue
            try:
                async with asyncio.timeout(ATTEMPT_S):
                    done = await self._exchange.carry_out(wanted)
            except SendError as error:
                await self._failed(row, error)
            except TimeoutError:
                await self._failed(row, SendError("timeout", f"no answer within {ATTEMPT_S:.0f} s"))
            except Exception as error:  # noqa: BLE001  # an exchange's bug is a temporary failure, and is logged
                log.error("calls.exchange_failed", order_id=row.id, error=type(error).__name__,  # noqa: TRY400
                          place=place(error))
                await self._failed(row, SendError("internal", type(error).__name__))
            else:
                await self._done(row, wanted, done)

    async def _done(self, row: OrderRow, wanted: Order, done: Done) -> None:
        if row.kind == "fetch" and done.blob is not None:
            # Before it is settled: killed in between, it is fetched again, and kept once.
            await self._keep(await self._recording(row, wanted, done.blob, done.media_type))
        async with self._database.transaction() as session:
            now = self._clock()
            await settle(session, row, now=now)
            if row.kind == "fetch" and wanted.data.get("what") == "message":
                # Ours is the only one from now on; of a conversation that is ordered with its note.
                key = wanted.data.get("recording_id", "")
                await order(session, kind="forget", call=await session.get_one(CallRow, row.call_id), key=key[:40],
                            now=now, data={"recording_id": key})
            if row.kind == "ring" and row.leg_id is not None and done.remote_id:
                leg = await session.get_one(LegRow, row.leg_id, with_for_update=True)
                leg.remote_id = leg.remote_id or done.remote_id[:64]
        if row.leg_id is not None and (row.kind == "look" or await self._never_rang(row, done)):
            await self._found(row, wanted, done)

    async def _never_rang(self, row: OrderRow, done: Done) -> bool:
        """Whether a supervisor left before they were rung: no report of the carrier will end their leg."""
        if row.kind != "hang_up" or not done.over:
            return False
        async with self._database.near() as session:
            leg = await session.get(LegRow, row.leg_id)
        return leg is not None and leg.part == "supervisor"

    async def _found(self, row: OrderRow, wanted: Order, done: Done) -> None:
        async with self._database.transaction() as session:
            now = self._clock()
            if not done.over:
                await looked(session, call_id=row.call_id, leg_id=row.leg_id or 0, now=now)
                return
            call = await session.get_one(CallRow, row.call_id)
            await hear(session, call_id=row.call_id, now=now, signal=Signal(
                key=row.key, kind="over", carrier=call.carrier, remote_id=wanted.remote_id or "", leg_id=row.leg_id,
                code=done.over,
            ))

    async def _recording(self, row: OrderRow, wanted: Order, blob: BlobRef, media_type: str) -> Recording:
        async with self._database.near() as session:
            call = await session.get_one(CallRow, row.call_id)
        seconds = wanted.data.get("seconds", "")
        return Recording(
            call_id=call.id, ticket_id=call.ticket_id, blob=blob, media_type=media_type,
            recording_id=wanted.data.get("recording_id", ""), seconds=int(seconds) if seconds.isdigit() else None,
            message=wanted.data.get("what") == "message",
        )

    async def _failed(self, row: OrderRow, error: SendError) -> None:
        log.info("calls.order_failed", order_id=row.id, order=row.kind, code=error.code, permanent=error.permanent)
        async with self._database.transaction() as session:
            now = self._clock()
            missed = not await no_trouble(session, row, error)
            if await not_there_yet(session, row, error):
                error = SendError(error.code, error.detail)
            elif not missed and row.kind != "ring":
                await settle(session, row, dropped=True, now=now)
                return
            if not await settle(session, row, error=error, now=now):
                return
            if row.kind == "ring" and row.leg_id is not None:
                call = await session.get_one(CallRow, row.call_id)
                held = await hear(session, call_id=row.call_id, now=now, signal=Signal(
                    key=row.key, kind="over", carrier=call.carrier, remote_id="", leg_id=row.leg_id, code="failed",
                ))
            else:
                held = await hold(session, row.call_id)
                if held is not None:
                    await _undone(session, held, row, now=now)
            if held is not None and missed:
                happen(session, held.ticket, CallTroubled(
                    ticket_id=held.ticket.id, call_id=row.call_id, order=row.kind, code=error.code,
                ), actor=SYSTEM, now=now)

    async def _look_around(self) -> None:
        """Ask after those of whom nothing was heard for long: what the carrier told may be lost."""
        now = self._clock()
        if self._looked_at is not None and now - self._looked_at < LOOK_EVERY:
            return
        self._looked_at = now
        quiet = (
            select(LegRow.id, LegRow.call_id, LegRow.heard_at)
            .join(CallRow, CallRow.id == LegRow.call_id)
            .where(CallRow.state != "ended", LegRow.state != "over", LegRow.remote_id.is_not(None),
                   LegRow.heard_at <= now - QUIET)
        )
        async with self._database.near() as session:
            found = (await session.execute(quiet)).all()
        for one in found:
            async with self._database.transaction() as session:
                await order(
                    session, kind="look", call=await session.get_one(CallRow, one.call_id),
                    leg=await session.get_one(LegRow, one.id), key=f"{one.heard_at:%d%H%M%S}", now=now,
                )

    async def _come_back(self) -> None:
        """Wake when the next order is due."""
        async with self._database.near() as session:
            due = await next_due(session)
        if due is not None:
            delay = max(0.05, (due - self._clock()).total_seconds())
            asyncio.get_running_loop().call_later(delay, self._wake.set)


async def _undone(session: AsyncSession, held: InHand, row: OrderRow, *, now: datetime) -> None:
    """What an order that was given up leaves to be put right."""
    caller, call = held.caller, held.call
    if call.state == "ended" or caller is None:
        return
    if row.kind in ("hold", "resume") and call.state in ("talking", "held"):
        caller.held = row.kind == "resume"
        step(session, held, "held" if caller.held else "talking", now=now)
    elif row.kind == "connect" and call.state == "ringing":
        await back_to_line(session, held, reason="lost", now=now)
    if row.kind in ("connect", "line", "hang_up"):
        # Is the caller there at all?
        await order(session, kind="look", call=call, leg=caller, key=f"after-{row.id}", now=now)


__all__ = ["Operator", "Recording"]
