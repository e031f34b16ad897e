"""Of which short index scans a view is made."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, literal_column, select

from contactcenter.accounts.scope import Scope
from contactcenter.tickets.states import ACTIVE, LISTED, WAKES
from contactcenter.tickets.tables import GuestRow, TicketRow

LANES: dict[str, tuple[str, ...]] = {
    "mine": ACTIVE[1:], "waiting": ("waiting",), "all": LISTED, "set_aside": ("junk", *sorted(WAKES)), "asked": LISTED,
}
_LIVE: ColumnElement[bool] = literal_column("tickets.live")
"""As the small index of what goes on says it: said in another way, neither database finds that."""


def scans(
    scope: Scope, view: str, *, queues: Sequence[int], lanes: Sequence[str], queue_id: int | None
) -> list[list[ColumnElement[bool]]]:
    """What each scan of a view asks for; none: there is nothing to see."""
    if view in ("mine", "asked"):
        if scope.staff_id is None or (queue_id is not None and queue_id not in queues and view == "mine"):
            return []
        if view == "mine":
            # What one person has open is bounded by what a person can do: one scan a lane, sorted there.
            own: list[ColumnElement[bool]] = [] if queue_id is None else [TicketRow.queue_id == queue_id]
            return [[TicketRow.assignee_id == scope.staff_id, TicketRow.lane == one, *own] for one in lanes]
        asked = select(GuestRow.ticket_id).where(GuestRow.staff_id == scope.staff_id)
        there: list[ColumnElement[bool]] = [] if queue_id is None else [TicketRow.queue_id == queue_id]
        return [[TicketRow.id.in_(asked), TicketRow.lane.in_(lanes), *there]] if lanes else []
    if view == "set_aside":
        return [set_aside(queue) for queue in queues] if lanes else []
    return [[TicketRow.queue_id == queue, TicketRow.lane == one] for queue in queues for one in lanes]


def sits_in(scope: Scope) -> list[ColumnElement[bool]]:
    """The conversations of colleagues that a guest was asked into, while they go on: they stand among their own."""
    asked = select(GuestRow.ticket_id).where(GuestRow.staff_id == scope.staff_id)
    return [TicketRow.id.in_(asked), _LIVE, TicketRow.lane.in_(LANES["mine"]),
            TicketRow.assignee_id.is_distinct_from(scope.staff_id)]


def set_aside(queue: int, rule: str | None = None) -> list[ColumnElement[bool]]:
    """What is set aside in a queue, or what one rule keeps set aside there."""
    by = TicketRow.set_aside_by.is_not(None) if rule is None else TicketRow.set_aside_by == rule
    return [TicketRow.queue_id == queue, by, TicketRow.merged_into.is_(None)]
