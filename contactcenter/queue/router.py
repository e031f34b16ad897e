"""The router: follows the log, keeps the line and the seats at hand, decides, and carries out.

What it knows may be old by the time it is used: each offer is made in one transaction that looks again, under the locks
of the seat and the ticket. So any number of processes may route at once, and a restart forgets nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

import structlog
from sqlalchemy import case, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.clock import Clock
from contactcenter.db.engine import Database
from contactcenter.events import tail
from contactcenter.events.tail import Logged
from contactcenter.queue import rules, staffed, waiting, waits
from contactcenter.queue.clockwork import Clockwork
from contactcenter.queue.decide import Match, Policy, Seat, decide
from contactcenter.queue.line import Line
from contactcenter.queue.load import IS_LIVE
from contactcenter.queue.offer import Proposal, offer, withdraw
from contactcenter.queue.rescue import return_live
from contactcenter.queue.tables import OfferRow, WaitOutcome
from contactcenter.queue.usual import Usually
from contactcenter.queue.wrap_up import wrap_up
from contactcenter.seats.capacity import CALLS, CHATS, Capacity
from contactcenter.seats.tables import SeatRow
from contactcenter.tickets.tables import TicketRow

log = structlog.get_logger(__name__)
ANEW = frozenset({"staff.changed", "queue.changed"})
"""Events after which rules and seats are read anew: rare, and of many consequences."""
TELLS = ANEW | frozenset({
    "skills.changed",
    "ticket.assigned", "ticket.state_changed", "ticket.moved", "ticket.merged", "ticket.unmerged",
    "ticket.prioritised", "call.ended", "call.leg_changed", "patron.came", "patron.left", "offer.made", "offer.ended",
    "seat.changed", "colleague.joined", "colleague.left",
})
"""Events that change who waits or who is ready. What is said in a conversation changes neither, nor does an inquiry
that comes: nobody waits live before `patron.came`, and a flood of mail costs the router nothing."""
AT_ONCE = 20
"""Offers of one transaction: a burst after the doors open must not take one for each."""
ENDS = frozenset({"ticket.assigned", "ticket.state_changed", "ticket.moved", "ticket.merged", "patron.left"})
"""Events after which what rings may ring no longer."""


_OVER = ~TicketRow.live | (TicketRow.queue_id != OfferRow.queue_id) | case(
    (OfferRow.kind == "line", TicketRow.lane != "waiting"),
    # Whoever passes it on may go: it is all the more to be had where it rings. Who asks in must be there.
    (OfferRow.kind == "transfer",
     TicketRow.assignee_id.is_not(None) & (TicketRow.assignee_id != OfferRow.from_staff_id)),
    else_=TicketRow.assignee_id.is_(None) | (TicketRow.assignee_id != OfferRow.from_staff_id),
)
"""What rings is not as it was offered any more."""


class Router:
    """Offers live inquiries to seats. `next_set` is a worker's step."""

    def __init__(
        self, database: Database, clock: Clock, *, capacity: Capacity, wrap_up: timedelta, return_after: timedelta,
        usually: Usually | None = None,
    ) -> None:
        """`wrap_up`: how long after a conversation; `return_after`: how long an empty seat keeps its other work.

        `usually`: how long conversations last, for foretelling waits where few were held lately.
        """
        self._database = database
        self._clock = clock
        self._capacity = capacity
        self._wrap_up = wrap_up
        self._usually = usually
        self._clockwork = Clockwork(database, clock, return_after=return_after)
        self._cursor: int | None = None
        self.line = Line()
        self._seats: dict[int, Seat] = {}
        self._policy = Policy({}, capacity)

    async def next_set(self) -> int:
        """Take in what happened, let go of what is over, offer what can be offered. Returns how much was done."""
        done = 0
        # To the end first: what is let go of may have its turn before what waits.
        while events := await self._take_in():
            done += len(events)
        matches = decide(self.line, self._seats.values(), self._policy, self._clock())
        for start in range(0, len(matches), AT_ONCE):
            done += await self._carry_out(matches[start:start + AT_ONCE])
        return done + await self._clockwork.moves_on()

    async def _take_in(self) -> Sequence[Logged]:
        if self._cursor is None:
            await self._begin()
            return ()
        async with self._database.near() as session:
            events, read_to = await tail.telling(session, self._cursor, TELLS)
        # A patron's own part in a call occupies no seat.
        told, events = events, [one for one in events if one.type != "call.leg_changed" or one.data.get("staff_id")]
        if not events:
            self._cursor = read_to
            return told
        tickets = {int(str(event.data["ticket_id"])) for event in events if "ticket_id" in event.data}
        await self._end_what_is_over(events, tickets)
        now = self._clock()
        everybody = None
        async with self._database.read() as session:
            if any(event.type in ANEW for event in events):
                await self._read_rules(session)
                seats = None
                # What a queue asks for stands with each who waits: by other rules the line is another.
                everybody = await waiting.everybody(session, now=now) if _rules_changed(events) else None
            else:
                seats = await self._touched(session, events, tickets)
            found = {one.ticket_id: one for one in await waiting.these(session, sorted(tickets), now=now)}
            fresh = await staffed.ready(session, now=now, staff_ids=seats)
        joined = [ticket_id for ticket_id in found if self.line.get(ticket_id) is None]
        for ticket_id in tickets:
            if ticket_id in found:
                self.line.put(found[ticket_id])
            else:
                self.line.drop(ticket_id)
        if everybody is not None:
            self.line = Line(everybody)
        await self._note_waits(events, joined)
        for staff_id in list(self._seats) if seats is None else seats:
            self._seats.pop(staff_id, None)
        self._seats.update({seat.staff_id: seat for seat in fresh})
        self._cursor = read_to
        return events

    async def _note_waits(self, events: Sequence[Logged], joined: Sequence[int]) -> None:
        """Keep of each wait what was foretold and how it ended, and of each conversation how long it was."""
        ended: dict[WaitOutcome, set[int]] = {"served": set(), "left": set(), "other": set()}
        done = set()
        for event in events:
            ticket_id = int(str(event.data.get("ticket_id", 0)))
            if event.type == "ticket.assigned" and event.data.get("to_staff_id"):
                ended["served"].add(ticket_id)
            elif event.type == "patron.left" or event.data.get("to_state") in ("closed", "junk"):
                ended["left" if event.data.get("abandoned") else "other"].add(ticket_id)
                done.add(ticket_id)
        if not joined and not any(ended.values()):
            return
        async with self._database.transaction(durable=False) as session:
            now = self._clock()
            for outcome, tickets in ended.items():
                if tickets:
                    await waits.end(session, ticket_ids=tickets, outcome=outcome, now=now)
            if done:
                await waits.over(session, ticket_ids=done, now=now)
            await waits.begin(session, ticket_ids=joined, capacity=self._capacity, now=now, usually=self._usually)

    async def _begin(self) -> None:
        async with self._database.near() as session:
            head = await tail.head(session)
        # What a process that died left half done: nothing tells of it again.
        await self._withdraw_what_is_over(None)
        for staff_id in await self._empty_seats_in_conversation():
            await self._empty(staff_id)
        now = self._clock()
        async with self._database.read() as session:
            await self._read_rules(session)
            self.line = Line(await waiting.everybody(session, now=now))
            self._seats = {seat.staff_id: seat for seat in await staffed.ready(session, now=now)}
        # Last: whatever fails on the way is begun again, rather than followed by a router that knows nobody.
        self._cursor = head

    async def _read_rules(self, session: AsyncSession) -> None:
        self._policy = await rules.policy(session, capacity=self._capacity)

    async def _touched(self, session: AsyncSession, events: Sequence[Logged], tickets: Iterable[int]) -> set[int]:
        """Whose seats hold something else now, or are ready for something else."""
        names = ("staff_id", "from_staff_id", "to_staff_id")
        seats = {int(str(event.data[name])) for event in events for name in names if event.data.get(name)}
        rows = await session.execute(
            select(TicketRow.assignee_id, TicketRow.guest_ids).where(TicketRow.id.in_(sorted(tickets)))
        )
        for row in rows:
            seats |= {*row.guest_ids, *([] if row.assignee_id is None else [row.assignee_id])}
        return seats

    async def _end_what_is_over(self, events: Sequence[Logged], tickets: Iterable[int]) -> None:
        if any(event.type in ENDS for event in events):
            await self._withdraw_what_is_over(tickets)
        for event in events:
            if event.type == "seat.changed" and event.data["presence"] == "offline":
                await self._empty(int(str(event.data["staff_id"])))
            elif event.actor_kind == "staff" and event.data.get("to_state") == "closed":
                await self._closed(int(str(event.data["ticket_id"])))
            elif event.type == "ticket.assigned" and event.data.get("from_staff_id") and event.actor_kind == "staff":
                await self._gave(event, CHATS)
            elif event.type == "call.leg_changed" and event.data["state"] == "over":
                await self._gave(event, CALLS)
            elif event.type == "call.ended" and event.data.get("staff_id") and not event.data.get("corrected"):
                await self._rests(int(str(event.data["staff_id"])))

    async def _withdraw_what_is_over(self, tickets: Iterable[int] | None) -> None:
        """End offers of tickets that wait no longer: of these, or (None) of all."""
        query = (
            select(OfferRow.ticket_id).join(TicketRow, TicketRow.id == OfferRow.ticket_id)
            .where(OfferRow.outcome.is_(None))
            .where(_OVER)
        )
        if tickets is not None:
            query = query.where(OfferRow.ticket_id.in_(sorted(tickets)))
        async with self._database.near() as session:
            over = (await session.execute(query)).scalars().all()
        for ticket_id in over:
            async with self._database.transaction(durable=False) as session:
                await withdraw(session, ticket_id=ticket_id, now=self._clock())

    async def _empty_seats_in_conversation(self) -> Sequence[int]:
        async with self._database.near() as session:
            return (await session.execute(
                select(SeatRow.staff_id).where(SeatRow.presence == "offline").where(
                    exists().where(TicketRow.assignee_id == SeatRow.staff_id, IS_LIVE)
                    | exists().where(OfferRow.staff_id == SeatRow.staff_id, OfferRow.outcome.is_(None))
                )
            )).scalars().all()

    async def _empty(self, staff_id: int) -> None:
        now = self._clock()
        async with self._database.near() as session:
            ringing = (await session.execute(
                select(OfferRow.ticket_id).where(OfferRow.outcome.is_(None), OfferRow.staff_id == staff_id)
            )).scalars().all()
        for ticket_id in ringing:
            async with self._database.transaction(durable=False) as session:
                await withdraw(session, ticket_id=ticket_id, now=now)
        async with self._database.transaction(durable=False) as session:
            await return_live(session, staff_id=staff_id, now=now)

    async def _closed(self, ticket_id: int) -> None:
        async with self._database.near() as session:
            row = (await session.execute(
                select(TicketRow.assignee_id, TicketRow.channel).where(TicketRow.id == ticket_id)
            )).first()
        # A call is over when somebody hangs up; its ticket is closed after the notes.
        if row is not None and row.assignee_id is not None and row.channel in CHATS:
            await self._rests(row.assignee_id)

    async def _gave(self, event: Logged, channels: frozenset[str]) -> None:
        """Somebody is out of a conversation that goes on without them: for them it is over, and they have their notes.

        Who gives a call away is out of it when their telephone is (`channels` says which of the two this event tells).
        """
        who = int(str(event.data.get("from_staff_id") or event.data["staff_id"]))
        async with self._database.near() as session:
            row = (await session.execute(
                select(TicketRow.assignee_id, TicketRow.channel, TicketRow.live, TicketRow.guest_ids)
                .where(TicketRow.id == int(str(event.data["ticket_id"])))
            )).first()
        if row is not None and row.live and row.channel in channels and who not in (row.assignee_id, *row.guest_ids):
            await self._rests(who)

    async def _rests(self, staff_id: int) -> None:
        async with self._database.transaction(durable=False) as session:
            await wrap_up(session, staff_id=staff_id, lasts=self._wrap_up, now=self._clock())

    async def _carry_out(self, matches: Sequence[Match]) -> int:
        now = self._clock()
        proposals = [
            Proposal(match.ticket_id, match.staff_id, self._policy.queues[waiting_one.kind.queue_id].ring)
            for match in matches if (waiting_one := self.line.get(match.ticket_id)) is not None
        ]
        async with self._database.transaction(durable=False) as session:
            made = await offer(session, proposals, capacity=self._capacity, now=now)
        # Either way what was known of them is old: the event of the offer brings both anew, or whatever forestalled it.
        for one in proposals:
            self.line.drop(one.ticket_id)
            if one.ticket_id in made:
                log.info("offer.made", offer_id=made[one.ticket_id], ticket_id=one.ticket_id, staff_id=one.staff_id)
        if forestalled := [one for one in proposals if one.ticket_id not in made]:
            await self._look_again(forestalled)
        return len(made)

    async def _look_again(self, proposals: Sequence[Proposal]) -> None:
        now = self._clock()
        async with self._database.read() as session:
            for found in await waiting.these(session, [one.ticket_id for one in proposals], now=now):
                self.line.put(found)
            for one in proposals:
                self._seats.pop(one.staff_id, None)
            fresh = await staffed.ready(session, now=now, staff_ids={one.staff_id for one in proposals})
            self._seats.update({seat.staff_id: seat for seat in fresh})


def _rules_changed(events: Sequence[Logged]) -> bool:
    return any(event.type == "queue.changed" and event.data["what"] == "routing" for event in events)
