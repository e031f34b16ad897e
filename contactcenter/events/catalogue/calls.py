"""Calls and those who take part in them. The states are in `calls.states`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from contactcenter.events.catalogue.event import Code, Event


class CallBegun(Event):
    """A call of a ticket began: the patron's (`in`), ours (`out`), or one that we promised them (`back`)."""

    type: ClassVar[str] = "call.begun"
    ticket_id: int
    call_id: int
    way: Code


class CallStepped(Event):
    """A call took one of the legal steps between its states. `staff_id`: with whom the patron talks, or who is rung."""

    type: ClassVar[str] = "call.stepped"
    ticket_id: int
    call_id: int
    from_state: Code
    to_state: Code
    staff_id: int | None = None


class CallAnswered(Event):
    """A librarian and the patron hear one another, for the first time in this call."""

    type: ClassVar[str] = "call.answered"
    ticket_id: int
    call_id: int
    staff_id: int
    waited_since: datetime | None = None


class CallEnded(Event):
    """A call is over, and how. `staff_id`: who talked last. `corrected`: what came late shows another end.

    `way`: as it began. `from_state`: how it stood until then. `by_us`: we hung up, and not the patron.
    `rung_staff_id`: whose telephone rang when they hung up, before anybody had talked. `lined_up`: whether their caller
    had ever stood in the line.
    """

    type: ClassVar[str] = "call.ended"
    ticket_id: int
    call_id: int
    how: Code
    staff_id: int | None = None
    talked_since: datetime | None = None
    over_at: datetime
    corrected: bool = False
    way: Code | None = None
    from_state: Code | None = None
    by_us: bool = False
    rung_staff_id: int | None = None
    lined_up: bool = False


class CallLegChanged(Event):
    """Somebody who takes part in a call was rung, came, went, or was muted or held. `part`: who they are in it."""

    type: ClassVar[str] = "call.leg_changed"
    ticket_id: int
    call_id: int
    leg_id: int
    part: Code
    state: Code
    staff_id: int | None = None
    held: bool = False
    muted: bool = False


class CallGuestChanged(Event):
    """A third party was asked into a call by number, came or went; or a supervisor who was in it left again.

    `what`: asked, joined, left, sent_out, called_off (before they were there) or unreached. The number stands at the
    leg alone.
    """

    type: ClassVar[str] = "call.guest_changed"
    ticket_id: int
    call_id: int
    leg_id: int
    part: Code
    what: Code
    staff_id: int | None = None


class CallConsented(Event):
    """A patron was asked whether the conversation may be recorded, and said so by a key."""

    type: ClassVar[str] = "call.consented"
    ticket_id: int
    call_id: int
    agreed: bool


class CallTroubled(Event):
    """The carrier did not do what it was told: which order, and why it was given up."""

    type: ClassVar[str] = "call.troubled"
    ticket_id: int
    call_id: int
    order: Code
    code: Code
