"""The ticket of an arriving message: read by columns and written by one statement.

Thousands of messages a minute join their tickets this way. As entities they would spend more time in the
unit of work than in the database (docs/decisions/0003); the verbs of staff, which change much and rarely,
use `TicketRow`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import Literal

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from contactcenter.accounts.tables import StaffRow
from contactcenter.db.base import table_of
from contactcenter.db.held import flush
from contactcenter.db.prepared import Prepared, listed
from contactcenter.events.catalogue.tickets import State
from contactcenter.shapes.base import CallKind, Lane, PromiseKind
from contactcenter.tickets.tables import TicketRow

_TABLE = table_of(TicketRow)
_EVERY_TIME = ("version", "updated_at", "message_count", "preview", "preview_by", "last_patron_version")
_MOVED = ("state", "lane", "waiting_key", "snoozed_until", "closed_at", "set_aside_by")
"""What a message changes only where it opens the ticket again, or is set aside in one that waits or is closed.
Most indexes hold one of these: an UPDATE that names them rewrites ten of them instead of three."""
_READ = ("id", "root_id", "queue_id", "assignee_id", "guest_ids", "patron_name", "merged_into", "reply_kind",
         "reply_value", "reply_name", "tag_ids", "trouble", "live", "call_kind", "offered_to", "priority",
         "pushed_until", "due_kind", "due_at", "due_near_at", "subject", "channel", "patron_id", "locale", "created_at",
         *_EVERY_TIME, *_MOVED)
_STANDING_FOR = aliased(TicketRow)
_ROOT_OF = select(_STANDING_FOR.root_id)
_LOCK = (
    select(*(_TABLE.c[name] for name in _READ), StaffRow.name.label("assignee_name"))
    .outerjoin(StaffRow, StaffRow.id == _TABLE.c.assignee_id)
    .order_by(_TABLE.c.id).with_for_update(of=_TABLE)
)
_ROOT = Prepared(
    _LOCK.where(_TABLE.c.id == _ROOT_OF.where(_STANDING_FOR.id == bindparam("ticket_id")).scalar_subquery())
)
_ROOTS = Prepared(
    _LOCK.where(_TABLE.c.id.in_(_ROOT_OF.where(_STANDING_FOR.id.in_(listed("ticket_ids"))))),
    postgresql=_LOCK.where(
        _TABLE.c.id.in_(_ROOT_OF.where(_STANDING_FOR.id.in_(bindparam("ticket_ids", expanding=True))))
    ),
)
_FAMILY = select(_TABLE.c.id, _TABLE.c.root_id).where(_TABLE.c.root_id.is_not(None))
_STANDS = Prepared(
    _FAMILY.where(_TABLE.c.id.in_(listed("ticket_ids"))),
    postgresql=_FAMILY.where(_TABLE.c.id.in_(bindparam("ticket_ids", expanding=True))),
)
_SAVE: dict[tuple[str, ...], Prepared] = {
    names: Prepared(update(_TABLE).where(_TABLE.c.id == bindparam("ticket")), *names)
    for names in (("version",), _EVERY_TIME, _EVERY_TIME + _MOVED)
}
"""By what they write."""
_written = attrgetter(*_EVERY_TIME, *_MOVED)
_COLUMNS = tuple(column.name for column in _TABLE.c)
_INSERT = Prepared(insert(_TABLE), *_COLUMNS)


@dataclass(slots=True)
class TicketInHand:
    """A locked ticket, as much of it as a message reads or changes, and a row of a list shows.

    Each field is the column of its name; `assignee_name` stands with the account.
    """

    id: int
    root_id: int | None
    queue_id: int
    assignee_id: int | None
    guest_ids: list[int]
    patron_name: str
    merged_into: int | None
    reply_kind: str | None
    reply_value: str | None
    reply_name: str
    tag_ids: list[int]
    trouble: str | None
    live: bool
    call_kind: CallKind | None
    offered_to: int | None
    priority: int
    pushed_until: datetime | None
    due_kind: PromiseKind | None
    due_at: datetime | None
    due_near_at: datetime | None
    subject: str
    channel: str
    patron_id: int | None
    locale: str
    created_at: datetime
    version: int
    updated_at: datetime
    message_count: int
    preview: str
    preview_by: Literal["patron", "staff"]
    last_patron_version: int
    state: State
    lane: Lane
    waiting_key: datetime
    snoozed_until: datetime | None
    closed_at: datetime | None
    set_aside_by: str | None
    assignee_name: str | None = None
    unwritten: dict[str, object] | None = None
    """The other columns of a ticket that this transaction makes, until `save` inserts it."""
    _stood: tuple[object, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.stand()

    def stand(self) -> None:
        """What the database holds is what the fields say now."""
        self._stood = _written(self)

    def changed(self) -> tuple[str, ...]:
        """What has to be written (a key of `_SAVE`); nothing where the version is what the database holds."""
        now, before, often = _written(self), self._stood, len(_EVERY_TIME)
        if now[0] == before[0]:
            return ()
        if now[often:] != before[often:]:
            return _EVERY_TIME + _MOVED
        return _EVERY_TIME if now[1:often] != before[1:often] else ("version",)


async def lock_root_in_hand(session: AsyncSession, ticket_id: int) -> TicketInHand | None:
    """The ticket that answers for this one today (itself, unless merged), locked; None when there is none.

    Only the root is locked: to hold the merged ticket while waiting for its root would be a second
    order of locks. A merge that commits meanwhile is noticed, and its root taken instead.
    """
    await flush(session)
    while True:
        rows = await _ROOT.rows(session, {"ticket_id": ticket_id})
        if not rows:
            return None
        root = TicketInHand(*rows[0])  # type: ignore[arg-type]  # its fields, in order
        if root.root_id == root.id:
            return root


async def lock_roots_in_hand(session: AsyncSession, ticket_ids: Sequence[int]) -> dict[int, TicketInHand]:
    """The same for many, locked in the order of their ids: those that there are, by the number asked for."""
    if len(ticket_ids) == 1:
        root = await lock_root_in_hand(session, ticket_ids[0])
        return {} if root is None else {ticket_ids[0]: root}
    if not ticket_ids:
        return {}
    await flush(session)
    asked: dict[str, object] = {"ticket_ids": sorted(set(ticket_ids))}
    while True:
        roots = [TicketInHand(*row) for row in await _ROOTS.rows(session, asked)]  # type: ignore[arg-type]
        by_id = {root.id: root for root in roots}
        stands = {int(str(number)): int(str(root_id)) for number, root_id in await _STANDS.rows(session, asked)}
        if all(root.root_id == root.id for root in roots) and by_id.keys() >= set(stands.values()):
            return {number: by_id[root_id] for number, root_id in stands.items()}


async def save(session: AsyncSession, tickets: Iterable[TicketInHand]) -> None:
    """Write what messages changed: `append` has set what stands in every row of a list."""
    new: list[TicketInHand] = []
    by_names: dict[tuple[str, ...], list[TicketInHand]] = {}
    for one in tickets:
        if one.unwritten is not None:
            new.append(one)
        elif names := one.changed():
            by_names.setdefault(names, []).append(one)
    if new:
        await _INSERT.each(session, [_whole(one) for one in new])
    for names, these in by_names.items():
        await _SAVE[names].each(session, [
            {"ticket": one.id, **{name: getattr(one, name) for name in names}} for one in these
        ])
    for one in chain(new, *by_names.values()):
        one.unwritten = None
        one.stand()


def _whole(ticket: TicketInHand) -> dict[str, object]:
    """Every column of a new ticket; those that nobody set are NULL."""
    in_hand = {name: getattr(ticket, name) for name in _READ}
    return {**dict.fromkeys(_COLUMNS), **(ticket.unwritten or {}), **in_hand}
