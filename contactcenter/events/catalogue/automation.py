"""Rules of automation and macros."""

from __future__ import annotations

from typing import ClassVar

from contactcenter.events.catalogue.event import Code, Event


class RulesChanged(Event):
    """A rule of automation was made, changed, moved, turned on or off, or removed; screens load them anew."""

    type: ClassVar[str] = "rules.changed"
    rule_id: int


class RuleFailed(Event):
    """A rule of automation could not do what it says on a ticket; nothing of it was done. Supervisors hear of it."""

    type: ClassVar[str] = "rule.failed"
    rule_id: int
    ticket_id: int
    code: Code


class TicketLeftOpen(Event):
    """A rule of automation did not close a ticket, since that would have ended a call of it, or broken its promise."""

    type: ClassVar[str] = "ticket.left_open"
    ticket_id: int


class TicketMacroApplied(Event):
    """A librarian applied a macro to a ticket, and it changed something there: what it did stands before this."""

    type: ClassVar[str] = "ticket.macro_applied"
    ticket_id: int
    macro_id: int


class MacrosChanged(Event):
    """A macro was made, changed or removed; screens load them anew."""

    type: ClassVar[str] = "macros.changed"
    macro_id: int
