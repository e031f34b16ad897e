"""What seats hold, derived from the work itself: never a counter (law 6).

A seat holds the conversations that it owns, and those that its librarian has joined beside the owner: whoever speaks
with a patron is as busy with it as who has it. And the calls in which its telephone rings or is off the hook, of
whatever ticket: who dials out, listens in, or has passed a call on and still speaks, is on the telephone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, column, exists, func, literal, or_, select, table, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from contactcenter.db.base import Utc
from contactcenter.seats.capacity import CALLS, Load
from contactcenter.tickets.tables import GuestRow, TicketRow

IN_CONVERSATION = ("open", "waiting_patron")
"""Lanes of a live ticket that somebody holds: waiting for the patron's next line is still a conversation."""
IS_LIVE = text("live")
"""As the partial index says it, word for word, or SQLite would not use it."""
BESIDE: tuple[ColumnElement[bool], ...] = (
    GuestRow.joined_at.is_not(None), TicketRow.id == GuestRow.ticket_id, TicketRow.live.is_(True),
    or_(*(TicketRow.lane == one for one in ("waiting", *IN_CONVERSATION))),
    or_(TicketRow.assignee_id.is_(None), TicketRow.assignee_id != GuestRow.staff_id),
)
"""Of guests and tickets: somebody speaks with the patron without being the owner, whether or not anybody else is."""
# Calls stand on a floor above: what is asked of them here is named by its columns alone.
_CALLS = table("calls", column("id"), column("ticket_id"))
_LEGS = table("call_legs", column("call_id"), column("staff_id"), column("state"), column("made_at"))
_OF_CALL, _ROOT = aliased(TicketRow), aliased(TicketRow)


def _held_by_ticket() -> ColumnElement[bool]:
    """The call is one of a conversation that the seat holds anyway: it is not counted twice."""
    mine = and_(_ROOT.assignee_id == _LEGS.c.staff_id, or_(*(_ROOT.lane == one for one in IN_CONVERSATION)))
    joined = and_(
        or_(*(_ROOT.lane == one for one in ("waiting", *IN_CONVERSATION))),
        exists().where(GuestRow.ticket_id == _ROOT.id, GuestRow.staff_id == _LEGS.c.staff_id,
                       GuestRow.joined_at.is_not(None)),
    )
    return and_(_ROOT.live.is_(True), or_(*(_ROOT.channel == one for one in sorted(CALLS))), or_(mine, joined))


def on_the_telephone() -> Select[int, str, int]:
    """Of each of staff, in how many calls beside those of `TALKS` they are rung or take part now."""
    return (
        select(_LEGS.c.staff_id.label("assignee_id"), literal("phone").label("channel"),
               func.count(_CALLS.c.id.distinct()).label("held"))
        .select_from(_CALLS)
        .join(_LEGS, _LEGS.c.call_id == _CALLS.c.id)
        .join(_OF_CALL, _OF_CALL.id == _CALLS.c.ticket_id).join(_ROOT, _ROOT.id == _OF_CALL.root_id)
        # As the partial index says it, word for word.
        .where(text("calls.state <> 'ended'"), _LEGS.c.staff_id.is_not(None), _LEGS.c.state != "over")
        .where(~_held_by_ticket()).group_by(_LEGS.c.staff_id)
    )


def called_since() -> Select[int, datetime]:
    """Of each of staff who is rung or takes part in a call, since when: the oldest of their parts that go on."""
    return (
        select(_LEGS.c.staff_id, func.min(_LEGS.c.made_at, type_=Utc()).label("since"))
        .select_from(_CALLS).join(_LEGS, _LEGS.c.call_id == _CALLS.c.id)
        # As the partial index says it, word for word.
        .where(text("calls.state <> 'ended'"), _LEGS.c.staff_id.is_not(None), _LEGS.c.state != "over")
        .group_by(_LEGS.c.staff_id)
    )


async def loads(session: AsyncSession, staff_ids: Iterable[int]) -> dict[int, Load]:
    """What each of these seats holds. What rings there is no part of it: nothing else rings meanwhile."""
    wanted = sorted(set(staff_ids))
    live: dict[int, dict[str, int]] = {one: {} for one in wanted}
    if not wanted:
        return {}
    for staff_id, channel, count in await session.execute(
        select(TicketRow.assignee_id, TicketRow.channel, func.count())
        .where(IS_LIVE, TicketRow.assignee_id.in_(wanted), TicketRow.lane.in_(IN_CONVERSATION))
        .group_by(TicketRow.assignee_id, TicketRow.channel)
    ):
        live[int(str(staff_id))][channel] = count
    for staff_id, channel, count in await session.execute(
        select(GuestRow.staff_id, TicketRow.channel, func.count())
        .where(*BESIDE, GuestRow.staff_id.in_(wanted)).group_by(GuestRow.staff_id, TicketRow.channel)
    ):
        live[staff_id][channel] = live[staff_id].get(channel, 0) + count
    for staff_id, channel, count in await session.execute(on_the_telephone().where(_LEGS.c.staff_id.in_(wanted))):
        live[staff_id][channel] = live[staff_id].get(channel, 0) + count
    return {one: Load(live[one]) for one in wanted}


async def other_call(session: AsyncSession, *, staff_id: int, ticket_id: int) -> bool:
    """Whether somebody is in (or rung for, or has just accepted) a call of another ticket than this one."""
    mine = (
        select(TicketRow.id)
        .where(IS_LIVE, or_(*(TicketRow.channel == one for one in sorted(CALLS))), TicketRow.id != ticket_id, or_(
            and_(TicketRow.assignee_id == staff_id, TicketRow.lane.in_(IN_CONVERSATION)),
            exists().where(*BESIDE, GuestRow.staff_id == staff_id),
        )).limit(1)
    )
    if (await session.execute(mine)).first() is not None:
        return True
    rung = on_the_telephone().where(_LEGS.c.staff_id == staff_id, _ROOT.id != ticket_id)
    return (await session.execute(rung)).first() is not None
