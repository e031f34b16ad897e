"""What is shown of tickets, their threads and their patrons."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from contactcenter.envelope import Effect
from contactcenter.events.catalogue.offers import OfferKind
from contactcenter.events.catalogue.tickets import State
from contactcenter.shapes.base import CallKind, DeliveryState, Lane, PromiseKind, Shape


class Person(Shape):
    """Somebody in a thread. `id` is that of staff, patron or rule (docs/automation.md), or None where there is none.

    A message that a rule wrote has the `system` for its author, with the rule's id.
    """

    kind: Literal["patron", "staff", "rule", "system"]
    id: int | None
    name: str


class Guest(Person):
    """A colleague who was asked into a ticket. `joined`: they speak with its patron beside the owner."""

    joined: bool


class Delivery(Shape):
    """How far a reply has come on its way out."""

    id: int
    state: DeliveryState
    channel: str
    to: str
    shown: str
    """Whom it goes to, as people read it."""
    code: str | None = None
    detail: str | None = None
    attempts: int = 0
    next_try_at: datetime | None = None
    leaves_at: datetime | None = None
    """Until then the answer can be taken back."""


class Recipient(Shape):
    """Somebody whom a mail names in To or Cc."""

    field: Literal["to", "cc"]
    address: str
    name: str


class AttachmentShape(Shape):
    id: int
    name: str
    media_type: str
    size: int
    inline: bool
    url: str


class Finding(Shape):
    """A rule that hit: its code, and why in English; `fields` are what stands in the words (docs/channels.md)."""

    code: str
    kind: str
    reason: str
    effect: Effect = "aside"
    fields: dict[str, str] = {}


class Oddity(Shape):
    """What was odd about a message that was understood all the same."""

    code: str
    words: str
    fields: dict[str, str] = {}


class Message(Shape):
    """One entry of a ticket's thread. `version` is the ticket's version that brought it."""

    id: int
    ticket_id: int
    version: int
    kind: Literal["patron", "staff", "note"]
    channel: str
    author: Person
    address: str | None = None
    address_shown: str = ""
    """The address as people read it: a telephone number in groups."""
    proof: str | None = None
    recipients: list[Recipient] = []
    """Whom its To and Cc name: of a patron's mail, others than ourselves; of an answer, all whom its writer chose."""
    text: str
    reply: str
    """What the sender wrote anew; equal to `text` where nothing was quoted."""
    has_html: bool = False
    remote_pictures: bool = False
    """Its HTML has pictures on the web, which are loaded only when somebody asks for them."""
    html: str | None = None
    """Sanitised rich text of staff messages. A patron's HTML is shown at `/messages/{id}/html`."""
    attachments: list[AttachmentShape] = []
    created_at: datetime
    client_id: str | None = None
    automatic: str | None = None
    """The rule that keeps it set aside as a machine's; None for a person's, also by a librarian's word."""
    findings: list[Finding] = []
    problems: list[Oddity] = []
    language: str | None = None
    origin_ticket_id: int | None = None
    delivery: Delivery | None = None
    """How far it has come: of several ways out, the one that a librarian must know of."""
    deliveries: list[Delivery] = []
    """Each way out, where there is more than one."""


class TicketRow(Shape):
    """A ticket as the list shows it, the same for everyone who may see it."""

    id: int
    version: int
    subject: str
    """Empty where its patron gave none (a call, a fax): a screen then says what it is by its channel."""
    channel: str
    queue_id: int
    state: State
    lane: Lane
    assignee_id: int | None
    assignee_name: str | None
    patron_id: int | None
    patron_name: str
    locale: str
    preview: str
    preview_by: Literal["patron", "staff"]
    created_at: datetime
    updated_at: datetime
    waiting_since: datetime | None
    snoozed_until: datetime | None
    last_patron_version: int
    message_count: int
    merged_into: int | None = None
    live: bool = False
    """Its patron is at the other end now, in a chat or on the phone."""
    call_kind: CallKind | None = None
    """We call its patron now (`out`); they asked to be called back (`back`) or left a message, and nobody has talked
    with them since."""
    offered_to: int | None = None
    """The seat at which it rings."""
    priority: int = 0
    """Steps before (or, negative, after) its turn in the line."""
    pushed_until: datetime | None = None
    """It was given to its owner unasked; if they have not opened it by then, it goes back to its queue."""
    due_kind: PromiseKind | None = None
    due_at: datetime | None = None
    due_near_at: datetime | None = None
    """What is promised next, by when, and from when on that is soon; in the past where the promise is broken."""
    trouble: str | None = None
    """The code of a delivery that failed and has not been dealt with."""
    tags: list[int] = []
    """The ids of its tags, by `GET /tags`; one that is not there was removed from the library."""
    set_aside_by: str | None = None
    """What set it aside as junk: the code of a rule, or `staff`. In a ticket that waits or is closed, the rule that set
    aside its newest message."""


class ListedTicket(TicketRow):
    """A row for one viewer. It is unread when `last_patron_version > read_version`."""

    read_version: int


class Activity(Shape):
    """What happened, told as a quiet line between messages."""

    version: int
    type: str
    at: datetime
    actor: Person
    data: dict[str, object]


class LinkedTicket(Shape):
    id: int
    subject: str
    channel: str
    state: State
    reason: str


class Identity(Shape):
    """`shown`: the value as people read it, a telephone number in groups."""

    id: int
    kind: str
    value: str
    shown: str
    proved: str | None
    opted_out: bool = False
    """Nothing is sent there: whoever has it said so (STOP)."""


class Patron(Shape):
    id: int
    name: str
    affiliation: str
    remark: str
    locale: str
    identities: list[Identity]
    ticket_count: int
    """Stops at 1000."""
    last_ticket_at: datetime | None


class TicketDetail(Shape):
    """Everything the conversation pane needs for its first picture."""

    ticket: ListedTicket
    messages: list[Message]
    activity: list[Activity]
    more_before: int | None
    """Pass as `before` to read earlier messages; None when these are all."""
    links: list[LinkedTicket]
    merged: list[LinkedTicket]
    """Tickets that were merged into this one."""
    guests: list[Guest]
    patron: Patron | None
    reply_channel: str | None
    """Which way an answer goes; None when the patron left no way back."""
    reply_address: str | None
    reply_shown: str
    """The same as people read it."""
    reply_to: list[Recipient]
    """Whom an answer by mail goes to if nobody is chosen: the way back of this ticket, and of those merged into it."""
    reply_opted_out: bool = False
    """Nothing is sent there: whoever has the number said STOP."""
    window_closes_at: datetime | None = None
    """Until when an answer may leave, where the way has such an end."""
    allowed_states: list[State]
    position: int


class Timeline(Shape):
    messages: list[Message]
    activity: list[Activity]
    more_before: int | None


class Offer(Shape):
    """A ticket that rings at my seat until `expires_at`.

    `kind`: it comes from the line, a colleague passes it on (`transfer`), or asks me in beside them (`consult`).
    """

    id: int
    kind: OfferKind
    from_staff_id: int | None
    ticket: ListedTicket
    waited_since: datetime
    offered_at: datetime
    expires_at: datetime


class Offers(Shape):
    """What rings at my seat. `now`: the server's clock, by which it expires."""

    items: list[Offer]
    now: datetime
    position: int


class TicketPage(Shape):
    items: list[ListedTicket]
    next_cursor: str | None
    position: int
