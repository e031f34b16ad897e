"""The switchboard: what the core offers channels of calls (`envelope.Switchboard`)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import orjson
import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls import choose, failed, line
from contactcenter.calls.begin import call_of, called
from contactcenter.calls.hear import hear
from contactcenter.calls.operator import Recording
from contactcenter.calls.queries import call_standing, leg_standing, standing
from contactcenter.calls.recording import keep_talk
from contactcenter.calls.row import InHand
from contactcenter.calls.tables import SignalRow
from contactcenter.calls.transcript import keep_transcript
from contactcenter.clock import Clock
from contactcenter.db.blobs import Blobs
from contactcenter.db.engine import Database
from contactcenter.db.faults import passing
from contactcenter.db.insert import insert_into
from contactcenter.envelope import CallStanding, Desk, LegStanding, Raw, Signal, Unavailable
from contactcenter.intake.accept import accept
from contactcenter.intake.accepted import waiting
from contactcenter.intake.unavailable import passing_is_unavailable, unavailable
from contactcenter.intake.understand import StepFailed, Understanding
from contactcenter.logs import place
from contactcenter.queue.tables import QueueRow

log = structlog.get_logger(__name__)
CHANNEL = "phone"
TRIES = 3
PAUSES_S = (0.0, 0.01, 0.05, 0.2, 0.5, 1.0)
Verb = Callable[[AsyncSession, datetime], Awaitable[InHand | None]]


def step_of(error: Exception) -> str:
    """At which step of the intake it failed; a call that is a ticket's already goes none of them."""
    return error.step if isinstance(error, StepFailed) else "hear"


class FrontSwitchboard:
    """Keeps what carriers tell and answers the channels' questions."""

    def __init__(
        self, *, database: Database, blobs: Blobs, understanding: Understanding, desk: Desk, clock: Clock,
        queue_of: Callable[[str], str | None], first_locale: str,
    ) -> None:
        """`queue_of` tells whose a number of ours is; `first_locale` is spoken until the caller chooses."""
        self._database, self._blobs, self._understanding = database, blobs, understanding
        self._desk, self._clock, self._queue_of, self._first_locale = desk, clock, queue_of, first_locale
        self._ahead: set[asyncio.Task[None]] = set()

    async def arrives(self, signal: Signal) -> CallStanding | None:
        with passing_is_unavailable():
            async with self._database.near() as session:
                known = await called(session, carrier=signal.carrier, remote_id=signal.remote_id)
                if known is not None:
                    return await call_standing(session, known)
        # The carrier has its answer when the call is kept; a moment later it is a ticket, as a text is.
        [kept] = await self._desk.accept([self._raw(signal, self._clock())])
        if self._understanding.behind:
            # Thousands of mails may come before it: whoever is on the telephone does not wait for those.
            task = asyncio.create_task(self._understood(kept.inbound_id))
            self._ahead.add(task)
            task.add_done_callback(self._ahead.discard)
        return None

    async def _understood(self, inbound_id: int) -> None:
        try:
            await self._understanding.understand(inbound_id)
        except Exception as error:  # noqa: BLE001  # kept it is: the worker comes to it in its turn
            log.warning("calls.not_ahead", error=type(error).__name__)

    async def hear(self, signal: Signal) -> CallStanding | None:
        known = await self._take_up(signal)
        for attempt in range(TRIES):
            try:
                return await self._hear(signal, known)
            except Exception as error:  # whatever it is, what came is kept (law 1)
                cause = error.cause if isinstance(error, StepFailed) else error
                if passing(cause) or isinstance(cause, IntegrityError):
                    if attempt + 1 < TRIES:
                        continue
                    if passing(cause):
                        raise unavailable(cause) from error
                log.error("calls.signal_failed", kind=signal.kind, error=type(cause).__name__, place=place(cause))  # noqa: TRY400
                with passing_is_unavailable():
                    async with self._database.transaction() as session:
                        await failed.set_aside(session, signal=signal, step=step_of(error), cause=cause,
                                               now=self._clock())
                break
        return None

    async def next_set(self) -> int:
        """Take in again what was put back from quarantine: a worker's step. How many."""
        async with self._database.near() as session:
            ids = await failed.waiting(session)
        for signal_id in ids:
            await self.take_in_again(signal_id)
        return len(ids)

    async def take_in_again(self, signal_id: int) -> bool:
        """One of them; what fails again is in quarantine again. Whether it is taken in, by us or by another."""
        try:
            known = None
            async with self._database.near() as session:
                signal = await failed.told_then(session, signal_id, locked=False)
            if signal is not None:
                known = await self._take_up(signal)  # the call itself may have been put back just before
            async with self._database.transaction() as session:
                signal = await failed.told_then(session, signal_id)
                if signal is None:
                    return await failed.taken_in(session, signal_id)
                await self._take_in(session, signal, known, signal_id, self._clock())
        except Exception as error:
            cause = error.cause if isinstance(error, StepFailed) else error
            if passing(cause) or isinstance(cause, Unavailable):
                raise
            log.error("calls.replay_failed", signal_id=signal_id, error=type(cause).__name__, place=place(cause))  # noqa: TRY400
            async with self._database.transaction() as session:
                await failed.set_aside_again(session, signal_id=signal_id, step=step_of(error), cause=cause,
                                             now=self._clock())
            return False
        return True

    async def _hear(self, signal: Signal, known: int | None) -> CallStanding | None:
        async with self._database.transaction() as session:
            now = self._clock()
            kept = await self._keep(session, signal, now)
            if kept is None:
                call_id = known or await call_of(session, signal)
                return None if call_id is None else await call_standing(session, call_id)
            held = await self._take_in(session, signal, known, kept, now)
            return None if held is None else standing(held)

    async def _take_in(
        self, session: AsyncSession, signal: Signal, known: int | None, kept: int, now: datetime
    ) -> InHand | None:
        """What is kept is understood, and what follows of it is done. None: there is no such call.

        A call is `known` for good: nobody takes its legs from it. One that was not may have been opened meanwhile:
        whether there is one is for this transaction to say.
        """
        call_id = known or await call_of(session, signal)
        if call_id is None and signal.inbound and signal.kind == "over":
            await self._open(session, signal, now)
            call_id = await call_of(session, signal)
        held = None if call_id is None else await hear(session, call_id=call_id, signal=signal, now=now)
        if held is not None and signal.kind == "transcribed":
            await keep_transcript(session, held=held, signal=signal, now=now, locale=self._first_locale)
        await session.execute(update(SignalRow).where(SignalRow.id == kept).values(
            call_id=None if held is None else held.call.id, state="unknown" if held is None else "done", told=None,
        ))
        if held is None:
            log.warning("calls.unknown_call", kind=signal.kind, carrier=signal.carrier)
        return held

    async def _keep(self, session: AsyncSession, signal: Signal, now: datetime) -> int | None:
        """The row of what came; None when it came before."""
        made = await session.execute(
            insert_into(session, SignalRow).values(
                key=signal.key[:160], call_id=None, kind=signal.kind, data=signal.raw, state="done", received_at=now,
            ).on_conflict_do_nothing().returning(SignalRow.id)
        )
        return made.scalar_one_or_none()

    async def _open(self, session: AsyncSession, signal: Signal, now: datetime) -> None:
        """The call as an inquiry, here and now: nobody told that it arrived."""
        raw = self._raw(signal, now)
        inbound = self._understanding.parse_now(raw)
        inbound_id = (await accept(session, raws=[raw], blobs=self._blobs, now=now, understood=True))[0]
        await self._understanding.in_hand(session, inbound_id, inbound, now)

    def _raw(self, signal: Signal, now: datetime) -> Raw:
        """The call as an inquiry: it goes the way that inquiries go, and is a ticket."""
        return Raw(CHANNEL, signal.raw, {
            "kind": "call", "carrier": signal.carrier, "remote_id": signal.remote_id, "number": signal.number,
            "ours": signal.ours, "queue": self._queue_of(signal.ours) or "", "locale": self._first_locale,
            "at": (signal.at or now).isoformat(),
        })

    async def _take_up(self, signal: Signal) -> int | None:
        """The call of which more is told; while no worker has come to what was kept of it, it becomes a ticket now.

        None: nobody knows it, or the signal names a leg, by which it is found where the signal is taken in.
        Raises `Unavailable` where another process has it in hand for too long.
        """
        if signal.leg_id is not None:
            return None
        for pause_s in PAUSES_S:
            with passing_is_unavailable():
                async with self._database.near() as session:
                    known = await call_of(session, signal)
                    if known is not None:
                        return known
                    kept = await waiting(session, channel=CHANNEL, meta={
                        "carrier": signal.carrier, "remote_id": signal.remote_id})
                if kept is None:
                    return None
                await self._understanding.understand(kept)
            await asyncio.sleep(pause_s)
        raise Unavailable("the call is kept, and not a ticket yet: tell it again in a moment")

    async def call(self, call_id: int) -> CallStanding | None:
        async with self._database.near() as session:
            return await call_standing(session, call_id)

    async def leg(self, leg_id: int) -> LegStanding | None:
        async with self._database.near() as session:
            return await leg_standing(session, leg_id)

    async def choose(
        self, call_id: int, *, locale: str | None = None, queue: str | None = None, consent: bool | None = None
    ) -> CallStanding | None:
        return await self._does(lambda session, now: choose.choose(
            session, call_id=call_id, locale=locale, queue=queue, consent=consent, now=now))

    async def line_up(self, call_id: int) -> CallStanding | None:
        return await self._does(lambda session, now: line.line_up(session, call_id=call_id, now=now))

    async def ask_for_callback(self, call_id: int) -> CallStanding | None:
        return await self._does(lambda session, now: choose.ask_for_callback(session, call_id=call_id, now=now))

    async def leave_message(self, call_id: int) -> CallStanding | None:
        return await self._does(lambda session, now: choose.leave_message(session, call_id=call_id, now=now))

    async def departments(self) -> list[tuple[str, str, str]]:
        async with self._database.near() as session:
            rows = await session.execute(select(QueueRow.slug, QueueRow.name, QueueRow.name_zh)
                                         .where(QueueRow.retired_at.is_(None)).order_by(QueueRow.id))
            return [(row.slug, row.name, row.name_zh) for row in rows]

    async def keep(self, recording: Recording) -> None:
        """Put a fetched recording into its ticket; the same twice is one. A conversation is for staff alone: a note."""
        if not recording.message:
            async with self._database.transaction() as session:
                await keep_talk(session, recording=recording, blobs=self._blobs, now=self._clock(),
                                locale=self._first_locale)
            return
        await self._desk.accept_now(Raw(CHANNEL, orjson.dumps({
            "kind": "message", "ticket_id": recording.ticket_id, "recording_id": recording.recording_id,
            "digest": recording.blob.digest, "size": recording.blob.size, "media_type": recording.media_type,
            "seconds": recording.seconds, "call_id": recording.call_id,
        }, option=orjson.OPT_SORT_KEYS), blobs=(recording.blob,)))

    async def _does(self, verb: Verb) -> CallStanding | None:
        for attempt in range(TRIES):
            try:
                async with self._database.transaction() as session:
                    held = await verb(session, self._clock())
                    return None if held is None else standing(held)
            except Exception as error:
                if not passing(error):
                    raise
                if attempt + 1 == TRIES:
                    raise unavailable(error) from error
        return None
