"""The states of a ticket: a table of legal changes (law 8). docs/tickets.md draws it from here."""

from __future__ import annotations

from contactcenter.events.catalogue.tickets import State
from contactcenter.shapes.base import Lane

OPEN: State = "open"
LEGAL: dict[State, frozenset[State]] = {
    "open": frozenset({"waiting_patron", "waiting_third", "snoozed", "closed", "junk"}),
    "waiting_patron": frozenset({"open", "waiting_third", "snoozed", "closed"}),
    "waiting_third": frozenset({"open", "waiting_patron", "snoozed", "closed"}),
    "snoozed": frozenset({"open", "waiting_patron", "waiting_third", "closed"}),
    "closed": frozenset({"open"}),
    "junk": frozenset({"open"}),
}
"""From each state, where one may go. `closed` and `junk` lead back to `open` only."""

WAKES: frozenset[State] = frozenset({"waiting_patron", "waiting_third", "snoozed", "closed"})
"""States that a patron's message ends: the ticket is open again. Junk stays junk."""

ACTIVE: tuple[str, ...] = ("waiting", "open", "waiting_patron", "waiting_third", "snoozed")
LISTED: tuple[str, ...] = (*ACTIVE, "closed")


def lane_of(state: State, *, assigned: bool, merged: bool) -> Lane:
    """The lane a ticket stands in."""
    if merged:
        return "merged"
    if state == "open":
        return "open" if assigned else "waiting"
    return state
