"""Understanding what was kept: parse, run the steps, and quarantine the one that fails.

A set goes through in one transaction. If anything in it raises, the transaction is undone and the set
is bisected, so one bad inquiry costs a few repetitions and stops no other. Trouble of the database is
nobody's fault: it is raised, and the set is tried again later.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

import structlog
from sqlalchemy import Integer, bindparam, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.clock import Clock
from contactcenter.db.base import table_of
from contactcenter.db.blobs import Blobs
from contactcenter.db.engine import Database
from contactcenter.db.faults import passing
from contactcenter.db.held import flush
from contactcenter.db.prepared import Found, Prepared, listed
from contactcenter.envelope import Accepted, Inbound, ParseError, Raw, Receiver
from contactcenter.events.catalogue.arrivals import InboundQuarantined
from contactcenter.events.record import SUPERVISORS, SYSTEM, record
from contactcenter.events.streams import next_version
from contactcenter.intake.accept import accept, accept_understood
from contactcenter.intake.acknowledge import MOST
from contactcenter.intake.steps import STEPS
from contactcenter.intake.storable import storable
from contactcenter.intake.tables import InboundRow
from contactcenter.intake.work import Work
from contactcenter.logs import place
from contactcenter.measures.lately import Lately

log = structlog.get_logger(__name__)
SET, SET_OVER_NETWORK = 20, 60
"""Inquiries a transaction: measured best between one (a commit each) and hundreds (long locks). On PostgreSQL a set
costs some twenty round trips, whatever it holds, and stops nobody else."""
SET_BYTES = 32_000_000
"""What a set holds in memory, and as much again of it decoded."""
NOT_YET = 0
"""The number of an arrival that is written once it is understood."""
PARSE_IN_THREAD_BYTES = 64 * 1024
"""Above this a parse takes milliseconds: it leaves the event loop."""
_duplicate = attrgetter("duplicate")
_TABLE = table_of(InboundRow)
_ARRIVED = (
    select(*(_TABLE.c[name] for name in ("id", "channel", "data", "digest", "size", "meta")))
    .where(_TABLE.c.state == literal_column("'received'")).order_by(_TABLE.c.id)
)
_WAITING = Prepared(_ARRIVED.limit(bindparam("set", type_=Integer)))
_RECEIVED = (
    select(_TABLE.c.id).where(_TABLE.c.state == literal_column("'received'")).with_for_update(skip_locked=True)
)
_STILL = Prepared(
    _RECEIVED.where(_TABLE.c.id.in_(listed("ids"))),
    postgresql=_RECEIVED.where(_TABLE.c.id.in_(bindparam("ids", expanding=True))),
)
_ONE = Prepared(_ARRIVED.where(_TABLE.c.id == bindparam("inbound")))
_DONE = Prepared(
    update(_TABLE).where(_TABLE.c.id == bindparam("inbound")),
    "state", "step", "reason", "detail", "ticket_id", "message_id",
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """An arrival with its parse: `inbound`, or the reason why there is none."""

    inbound_id: int
    inbound: Inbound | None
    reason: str = ""
    detail: str = ""


class StepFailed(Exception):
    """A step of the intake raised. Carries the step's name and the cause."""

    def __init__(self, step: str, cause: Exception) -> None:
        super().__init__(step)
        self.step = step
        self.cause = cause


class Understanding:
    """What turns kept arrivals into messages on tickets."""

    def __init__(
        self, database: Database, blobs: Blobs, receivers: Mapping[str, Receiver], clock: Clock, *,
        acknowledgements_a_day: int = MOST,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._receivers = receivers
        self._clock = clock
        self._set = SET if database.sqlite else SET_OVER_NETWORK
        self.caught_up = asyncio.Event()
        """Cleared while every look finds something to understand: what can wait should, meanwhile."""
        self.caught_up.set()
        self.behind = False
        """More waits than one set takes: what comes now would not be understood soon."""
        self.on_caught_up: list[Callable[[], None]] = []
        self._acknowledgements_a_day = acknowledgements_a_day
        self._lately = Lately()

    async def next_set(self) -> int:
        """Understand the next arrivals that wait. Returns how many were taken up (0: none wait)."""
        async with self._database.near() as session:
            rows = await _WAITING.rows(session, {"set": self._set})
            kept = [await self._kept(session, row) for row in _of_bounded_size(rows)]
        taken = len(kept)
        self.behind = len(rows) == self._set
        if taken:
            self.caught_up.clear()
            await self._understand(kept)
        elif not self.caught_up.is_set():
            self.caught_up.set()
            for ring in self.on_caught_up:
                ring()
        return taken

    async def understand(self, inbound_id: int) -> Accepted:
        """Understand this arrival. One already done is answered as it stands."""
        async with self._database.near() as session:
            kept = [await self._kept(session, row) for row in await _ONE.rows(session, {"inbound": inbound_id})]
        await self._understand(kept)
        async with self._database.near() as session:
            row = (await session.execute(
                select(_TABLE.c.state, _TABLE.c.ticket_id, _TABLE.c.message_id).where(_TABLE.c.id == inbound_id)
            )).one()
        return Accepted(inbound_id, row.ticket_id, row.message_id, row.message_id, row.state == "duplicate")

    async def _understand(self, kept: list[tuple[int, Raw | None]]) -> None:
        parsed = []
        while kept:
            # Each is let go of once it is parsed: a large one is then not held twice.
            inbound_id, raw = kept.pop(0)
            parsed.append(await self._parse(inbound_id, raw) if raw is not None else Parsed(
                inbound_id, None, "bytes_lost", "The stored bytes are not there: restore the blobs folder."
            ))
            # A set takes many milliseconds: whoever is in a chat goes first.
            await asyncio.sleep(0)
        if parsed:
            await self._commit_or_bisect(parsed)

    def parse_now(self, raw: Raw) -> Inbound:
        """The parse alone. Raises `ParseError`."""
        return storable(self._receivers[raw.channel](raw))

    async def keep_in_hand(self, session: AsyncSession, raw: Raw, inbound: Inbound, now: datetime) -> Accepted:
        """Keep and understand an arrival in one transaction (chat: one commit, not two).

        Raises what the steps raise; the caller then keeps the raw bytes alone, to be quarantined.
        """
        if inbound.identity_keys:
            # Its keys name it, so it has its number first.
            inbound_id = (await accept(session, raws=[raw], blobs=self._blobs, now=now, understood=True))[0]
            return await self.in_hand(session, inbound_id, inbound, now)
        work = self._work(NOT_YET, inbound, now)
        await self._steps(session, [work])
        inbound_id = await accept_understood(session, raw, blobs=self._blobs, now=now, **work.outcome)
        return work.accepted(inbound_id)

    async def in_hand(self, session: AsyncSession, inbound_id: int, inbound: Inbound, now: datetime) -> Accepted:
        """Understand an arrival that this very transaction keeps. Raises what the steps raise."""
        work = self._work(inbound_id, inbound, now)
        await self._run(session, [work])
        return work.accepted(inbound_id)

    def _work(self, inbound_id: int, inbound: Inbound, now: datetime) -> Work:
        return Work(inbound_id, inbound, now, self._blobs, acknowledgements_a_day=self._acknowledgements_a_day,
                    lately=self._lately)

    async def _kept(self, session: AsyncSession, row: Found) -> tuple[int, Raw | None]:
        """What was kept; None when its bytes are lost, which must not hold up what came after it."""
        try:
            data = row.data if row.digest is None else await self._blobs.load(session, row.digest)
        except (KeyError, FileNotFoundError):
            return row.id, None
        return row.id, Raw(row.channel, bytes(data or b""), dict(row.meta))

    async def _parse(self, inbound_id: int, raw: Raw) -> Parsed:
        receiver = self._receivers.get(raw.channel)
        if receiver is None:
            return Parsed(inbound_id, None, "no_channel", raw.channel)
        try:
            if len(raw.data) > PARSE_IN_THREAD_BYTES:
                return Parsed(inbound_id, storable(await asyncio.to_thread(receiver, raw)))
            return Parsed(inbound_id, storable(receiver(raw)))
        except ParseError as error:
            return Parsed(inbound_id, None, "not_understood", str(error))
        except Exception as error:  # noqa: BLE001  # a bug in a parser must not stop the mail behind it
            log.error("intake.parse_failed", inbound_id=inbound_id, error=type(error).__name__,  # noqa: TRY400
                      place=place(error))
            return Parsed(inbound_id, None, "parser_error", f"{type(error).__name__}: {error}")

    async def _commit_or_bisect(self, parsed: Sequence[Parsed]) -> None:
        try:
            async with self._database.transaction(durable=False) as session:
                now = self._clock()
                works = []
                for item in await self._still_waiting(session, parsed):
                    if item.inbound is None:
                        await self._set_aside(
                            session, item.inbound_id, step="parse", reason=item.reason, detail=item.detail, now=now
                        )
                    else:
                        works.append(self._work(item.inbound_id, item.inbound, now))
                await self._run(session, works)
        except Exception as error:  # noqa: BLE001  # whatever one inquiry causes must not stop the others
            failed = error if isinstance(error, StepFailed) else StepFailed("commit", error)
            if passing(failed.cause):
                raise failed.cause from failed
            if len(parsed) > 1:
                middle = len(parsed) // 2
                await self._commit_or_bisect(parsed[:middle])
                await self._commit_or_bisect(parsed[middle:])
                return
            await self.quarantine(parsed[0].inbound_id, failed.step, failed.cause)

    async def quarantine(self, inbound_id: int, step: str, cause: Exception) -> None:
        """Set one arrival aside with its step and reason; its raw bytes stay. Done already: nothing changes."""
        log.error("intake.quarantined", inbound_id=inbound_id, step=step, error=type(cause).__name__,
                  place=place(cause))
        async with self._database.transaction() as session:
            await self._set_aside(
                session, inbound_id, step=step, reason="step_failed",
                detail=f"{type(cause).__name__}: {cause}"[:2000], now=self._clock(),
            )

    async def _still_waiting(self, session: AsyncSession, parsed: Sequence[Parsed]) -> list[Parsed]:
        """Those that no other worker has taken meanwhile, locked."""
        ids = {row.id for row in await _STILL.rows(session, {"ids": [item.inbound_id for item in parsed]})}
        return [item for item in parsed if item.inbound_id in ids]

    async def _run(self, session: AsyncSession, works: Sequence[Work]) -> None:
        await self._steps(session, works)
        await _DONE.each(session, [
            {"inbound": work.inbound_id, "step": None, "reason": None, "detail": None, **work.outcome}
            for work in works
        ])

    async def _steps(self, session: AsyncSession, works: Sequence[Work]) -> None:
        going = works
        for step in STEPS:
            if not going:
                break
            try:
                await step(session, going)
            except Exception as error:
                raise StepFailed(step.__name__, error) from error
            if any(map(_duplicate, going)):
                going = [work for work in going if not work.duplicate]
        try:
            await flush(session)
        except Exception as error:
            raise StepFailed("write", error) from error

    async def _set_aside(
        self, session: AsyncSession, inbound_id: int, *, step: str, reason: str, detail: str, now: datetime
    ) -> None:
        channel = (await session.execute(
            update(InboundRow).where(InboundRow.id == inbound_id, InboundRow.state == "received")
            .values(state="quarantined", step=step, reason=reason, detail=detail[:2000],
                    attempts=InboundRow.attempts + 1)
            .returning(InboundRow.channel)
        )).scalar_one_or_none()
        if channel is None:
            return
        record(session, InboundQuarantined(inbound_id=inbound_id, channel=channel, step=step, reason=reason),
               stream="quarantine", version=await next_version(session, "quarantine"), actor=SYSTEM, at=now,
               seen_by=SUPERVISORS)


def _of_bounded_size(rows: Sequence[Found]) -> Sequence[Found]:
    """As many, from the first on, as together are no larger than a set may be; one at least."""
    size = 0
    for count, row in enumerate(rows):
        size += row.size
        if size > SET_BYTES and count:
            return rows[:count]
    return rows
