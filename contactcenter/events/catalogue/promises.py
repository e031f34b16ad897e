"""What is promised, and whether it was kept."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from contactcenter.events.catalogue.event import Code, Event


class PromisesChanged(Event):
    """What is due next in a ticket: the kind of promise and its time; None: nothing runs."""

    type: ClassVar[str] = "promises.changed"
    ticket_id: int
    kind: Code | None = None
    due_at: datetime | None = None


class PromiseNear(Event):
    """A promise is due soon."""

    type: ClassVar[str] = "promise.near"
    ticket_id: int
    kind: Code
    due_at: datetime


class PromiseBroken(Event):
    """A promise was not kept in time."""

    type: ClassVar[str] = "promise.broken"
    ticket_id: int
    kind: Code
    due_at: datetime


class TargetsChanged(Event):
    """What is promised was changed."""

    type: ClassVar[str] = "targets.changed"
    version: int
