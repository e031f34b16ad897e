"""What rings at a seat, and how that ends."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from contactcenter.events.catalogue.event import Code, Event

Outcome = Literal["accepted", "declined", "missed", "withdrawn"]
"""How an offer ends."""
OfferKind = Literal["line", "transfer", "consult"]
"""Why it rings: it is next in the line; a colleague passes it on; a colleague asks in."""


class OfferMade(Event):
    """A ticket is offered to a seat: it rings there until `expires_at`.

    `from_staff_id`: who passes it on, or asks in; None: it comes from the line.
    """

    type: ClassVar[str] = "offer.made"
    ticket_id: int
    offer_id: int
    staff_id: int
    channel: Code
    expires_at: datetime
    waited_since: datetime
    kind: OfferKind = "line"
    from_staff_id: int | None = None


class OfferEnded(Event):
    """An offer was accepted, declined, not answered (missed), or withdrawn as the ticket went elsewhere."""

    type: ClassVar[str] = "offer.ended"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    offer_id: int
    staff_id: int
    outcome: Outcome
    kind: OfferKind = "line"
    from_staff_id: int | None = None


class TicketPickedUp(Event):
    """Whoever was given a ticket unasked has opened it: it is not recalled any more."""

    type: ClassVar[str] = "ticket.picked_up"
    ticket_id: int
    staff_id: int
