"""What every scene begins with. It is played once on each database; whoever asks for `played` goes on from there.

To play it and look at it with everybody's eyes takes three times as long as most of what follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.db.engine import Database
from contactcenter.events import tail
from contactcenter.needs.queries import needs, record_of
from contactcenter.queue.tables import OfferRow
from contactcenter.seats.device import choose_device
from contactcenter.seats.tables import SeatRow
from contactcenter.settings import Database as DatabaseSettings
from contactcenter.shapes.me import Seat
from contactcenter.shapes.tickets import Offer, TicketDetail, Timeline
from contactcenter.tickets.detail import FIRST_PAGE, detail, timeline
from contactcenter.tickets.guests import ask_in
from contactcenter.tickets.listed import listed_many
from contactcenter.tickets.row import may_see
from contactcenter.tickets.tables import TicketRow
from tests.calls.telephone import ROSAS_TELEPHONE
from tests.conformance.house import LAW, Founded, House, build
from tests.realtime.reducer import Json, State, plain

A, B, C, CHAT, LAWS = 1, 2, 3, 4, 5
"""The tickets: three mails and a chat in queue A, a mail in queue B."""


@dataclass(frozen=True)
class Played:
    """Where a house stands after the scene, and what everybody sees then."""

    time: datetime
    counted: int
    seen: dict[str, State]

    def goes_on(self, house: House) -> House:
        """The house of a database that was made of the played one, as if it had been there."""
        house.time = self.time
        for _ in range(self.counted):
            next(house.counter)
        return house


async def scene(house: House) -> None:
    """Tickets to act upon, with a history each."""
    assert [await house.mails(f"Loan {name}", f"About {name}.") for name in "ABC"] == [A, B, C]
    assert await house.chats("Hello?", email="amina@uni.example", name="Amina") == CHAT
    assert await house.mails("Statutes", "Where?", to=LAW) == LAWS
    await house.replies("rosa", A, "Yes.")
    await house.mails(to=house.signer.reply_address(A), text="Thank you. And another?")
    await house.notes("rosa", A, "She is in a hurry.")
    await house.replies("rosa", CHAT, "Good morning.")
    await house.does("rosa", ask_in, ticket_id=C, staff_id=house.staff["wang"])
    async with house.database.transaction() as session:
        await choose_device(session, staff_id=house.staff["rosa"], device="telephone", number=ROSAS_TELEPHONE, now=house.clock())


async def snapshot(house: House, scope: Scope) -> State:
    """Every row and thread that a viewer may see, as a screen that had opened them all would hold them."""
    async with house.database.read() as session:
        position = await tail.head(session)
        ids = [row.id for row in (await session.execute(select(TicketRow).order_by(TicketRow.id))).scalars()
               if may_see(scope, row)]
        tree = {str(need.id): plain(need) for need in await needs(session, scope=scope)}
        state: State = {
            "tickets": {}, "threads": {}, "records": {}, "needs": tree, "position": position, "seats": await seats_now(session, scope),
            "rings": await rings_now(session, scope),
        }
        for row in await listed_many(session, scope=scope, ids=ids):
            state["tickets"][str(row.id)] = plain(row)
            shown: TicketDetail | Timeline
            if scope.staff_id == house.staff["ines"]:
                shown = await detail(session, scope=scope, ticket_id=row.id)
            else:  # the thread alone, as `detail` reads it: of the rest of the pane no event tells, and one pair of eyes is enough
                shown = await timeline(session, scope=scope, ticket_id=row.id, before=None, limit=FIRST_PAGE)
            state["records"][str(row.id)] = plain(await record_of(session, scope=scope, ticket_id=row.id))
            state["threads"][str(row.id)] = {
                "messages": [plain(message) for message in shown.messages],
                "activity": [line.model_dump(mode="json") for line in shown.activity],
            }
    return state


async def seats_now(session: AsyncSession, scope: Scope) -> dict[str, Json]:
    """Who sits where, as `GET /seats` tells it; what they hold is asked anew when it is looked at."""
    rows = (await session.execute(select(SeatRow).order_by(SeatRow.staff_id))).scalars()
    return {
        str(row.staff_id): plain(Seat(
            staff_id=row.staff_id, presence=row.presence, reason=row.reason, since=row.since, until=row.until,
            has_room=True, rings=False,
        ))
        for row in rows if scope.queue_ids or row.staff_id == scope.staff_id
    }


async def rings_now(session: AsyncSession, scope: Scope) -> list[Json]:
    """What rings at a viewer's seat, as `GET /me/offers` tells it."""
    rows = (await session.execute(
        select(OfferRow).where(OfferRow.staff_id == scope.staff_id, OfferRow.outcome.is_(None)).order_by(OfferRow.id)
    )).scalars().all()
    tickets = {one.id: one for one in await listed_many(session, scope=scope, ids=[row.ticket_id for row in rows])}
    return [plain(Offer(
        id=row.id, kind=row.kind, from_staff_id=row.from_staff_id, ticket=tickets[row.ticket_id], waited_since=row.waited_since,
        offered_at=row.offered_at, expires_at=row.expires_at,
    )) for row in rows]


async def play(url: str, folder: Path, founded: Founded) -> Played:
    """Play the scene in a founded database."""
    opened = Database(DatabaseSettings(url=url), folder)
    try:
        house = build(opened, folder, founded)
        await scene(house)
        seen = {login: await snapshot(house, scope) for login, scope in house.scopes.items()}
        return Played(house.time, next(house.counter) - 1, seen)
    finally:
        await opened.close()
