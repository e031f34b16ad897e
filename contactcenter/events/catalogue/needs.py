"""The tree of needs, and what a ticket is about."""

from __future__ import annotations

from typing import ClassVar

from contactcenter.events.catalogue.event import Event


class NeedAdded(Event):
    """A need was added to the tree."""

    type: ClassVar[str] = "need.added"
    need_ids: tuple[int, ...]


class NeedChanged(Event):
    """A need is called otherwise."""

    type: ClassVar[str] = "need.changed"
    need_ids: tuple[int, ...]


class NeedMoved(Event):
    """A need stands elsewhere in the tree; `need_ids` has those that made room, too."""

    type: ClassVar[str] = "need.moved"
    need_ids: tuple[int, ...]


class NeedRetired(Event):
    """A need, and all below it, is not chosen any more; what was recorded under it stays."""

    type: ClassVar[str] = "need.retired"
    need_ids: tuple[int, ...]


class NeedRestored(Event):
    """A retired need is in use again."""

    type: ClassVar[str] = "need.restored"
    need_ids: tuple[int, ...]


class TicketNeedChosen(Event):
    """Somebody said what a ticket is about, or (None) that they do not know."""

    type: ClassVar[str] = "ticket.need_chosen"
    ticket_id: int
    need_id: int | None
