"""The ticket of an arriving message: read by columns and written by one statement.

Thousands of messages a minute join their tickets this way. As entities they would spend more time in the
unit of work than in the database (docs/decisions/0003); the verbs of staff, which change much and rarely,
use `TicketRow`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from contactcenter.db.held import flush
from contactcenter.db.prepared import Prepared
from contactcenter.events.catalogue import State
from contactcenter.shapes import Lane
from contactcenter.tickets.tables import TicketRow

_TABLE = TicketRow.__table__
_READ = ("id", "root_id", "version", "queue_id", "assignee_id", "guest_ids", "patron_name", "state", "lane",
         "message_count", "waiting_key", "merged_into", "reply_kind", "reply_value", "reply_name")
_EVERY_TIME = ("version", "updated_at", "message_count", "preview", "preview_by", "last_patron_version")
_MOVED = ("root_id", "state", "lane", "waiting_key", "snoozed_until", "closed_at")
"""What a message changes only where it opens the ticket again. Most indexes hold one of these: an UPDATE
that names them rewrites ten of them instead of three."""
_STANDING_FOR = aliased(TicketRow)
_ROOT = Prepared(
    select(*(_TABLE.c[name] for name in _READ))
    .where(
        _TABLE.c.id
        == select(_STANDING_FOR.root_id).where(_STANDING_FOR.id == bindparam("ticket_id")).scalar_subquery()
    )
    .with_for_update(of=_TABLE)
)
_SAVE = Prepared(update(_TABLE).where(_TABLE.c.id == bindparam("ticket")), *_EVERY_TIME)  # type: ignore[arg-type]
_SAVE_MOVED = Prepared(
    update(_TABLE).where(_TABLE.c.id == bindparam("ticket")), *_EVERY_TIME, *_MOVED  # type: ignore[arg-type]
)
_COLUMNS = tuple(column.name for column in _TABLE.c if column.name != "id")
_INSERT = Prepared(insert(_TABLE).returning(_TABLE.c.id), *_COLUMNS)  # type: ignore[arg-type]


@dataclass(slots=True)
class TicketInHand:
    """A locked ticket, as much of it as a message reads or changes. Each field is the column of its name."""

    id: int
    root_id: int | None
    version: int
    queue_id: int
    assignee_id: int | None
    guest_ids: list[int]
    patron_name: str
    state: State
    lane: Lane
    message_count: int
    waiting_key: datetime
    merged_into: int | None
    reply_kind: str | None
    reply_value: str | None
    reply_name: str
    snoozed_until: datetime | None = None
    closed_at: datetime | None = None
    updated_at: datetime | None = None
    preview: str = ""
    preview_by: Literal["patron", "staff"] = "patron"
    last_patron_version: int = 0
    fresh: bool = False
    """Inserted by this transaction: its own number is not written yet."""
    _stood: tuple[str, str, datetime] = field(init=False)

    def __post_init__(self) -> None:
        self._stood = (self.state, self.lane, self.waiting_key)

    @property
    def moved(self) -> bool:
        """Whether it stands elsewhere in the lists than when it was read."""
        return self.fresh or self._stood != (self.state, self.lane, self.waiting_key)


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
        root = TicketInHand(*rows[0])  # type: ignore[arg-type]  # the columns above, in order
        if root.root_id == root.id:
            return root


async def save(session: AsyncSession, ticket: TicketInHand) -> None:
    """Write a message's changes: `append` has set what stands in every row of a list."""
    names = (*_EVERY_TIME, *_MOVED) if ticket.moved else _EVERY_TIME
    await (_SAVE_MOVED if ticket.moved else _SAVE).rows(
        session, {"ticket": ticket.id, **{name: getattr(ticket, name) for name in names}}
    )


async def add(session: AsyncSession, **columns: object) -> TicketInHand:
    """Insert a ticket; columns that are not named are NULL."""
    values = {**dict.fromkeys(_COLUMNS), **columns}
    number = int(str(await _INSERT.scalar(session, values)))
    return TicketInHand(number, number, **{name: values[name] for name in _READ[2:]}, fresh=True)  # type: ignore[arg-type]
