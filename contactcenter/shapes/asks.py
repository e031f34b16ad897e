"""What we are sent about tickets and patrons."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from contactcenter.events.catalogue.tickets import State
from contactcenter.shapes.base import Ask, BigId, Body, ClientId, Line, Locale, Shape
from contactcenter.shapes.tickets import Recipient


class Upload(Shape):
    """A stored file, to be named in a reply, note or new ticket within a day."""

    id: str
    name: str
    media_type: str
    size: int


class RecipientAsk(Ask):
    """Somebody to whom an answer is addressed."""

    address: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=320)]
    name: Annotated[str, StringConstraints(max_length=200)] = ""


class ReplyAsk(Ask):
    """An answer to the patron.

    `to` and `cc`: whom the mail is addressed to, at most 20 together; all see each other. Without them it goes to the
    ticket's `reply_to`. Each is sent to, and fails, for itself. None of our own addresses can be among them.

    `expected_version`: the ticket's version the writer saw. When a colleague has answered since,
    the answer is refused with 409 and nothing is sent.
    """

    text: Body
    html: Body | None = None
    attachments: list[str] = Field(default_factory=list, max_length=50)
    client_id: ClientId
    expected_version: Annotated[int, Field(ge=0)]
    then: Literal["keep", "close", "waiting_patron"] = "waiting_patron"
    to: list[RecipientAsk] | None = Field(default=None, max_length=50)
    cc: list[RecipientAsk] = Field(default_factory=list, max_length=50)


class Withdrawn(Shape):
    """What an answer said that was taken back."""

    text: str
    html: str | None
    attachments: list[Upload]
    """Uploads again, for the next answer."""
    recipients: list[Recipient]
    """Whom it was addressed to, where its writer chose them."""


class NoteAsk(Ask):
    text: Body
    html: Body | None = None
    attachments: list[str] = Field(default_factory=list, max_length=50)
    mentions: list[BigId] = Field(default_factory=list, max_length=50)
    client_id: ClientId


class AssignAsk(Ask):
    staff_id: BigId


class MoveAsk(Ask):
    queue_id: BigId


class TransferAsk(Ask):
    """Who is to have it: one of a colleague, a queue, or a department (its own queue).

    Of a colleague who is to have a conversation: it rings at their seat; `warm`: they are asked in beside me first. A
    mail is theirs at once; `warm`: they see it, and it stays mine. `note`: for whoever takes it, internal.
    `closed`: to a queue also while it is closed, though the patron is there.
    """

    staff_id: BigId | None = None
    queue_id: BigId | None = None
    department_id: BigId | None = None
    warm: bool = False
    closed: bool = False
    note: Annotated[str, StringConstraints(max_length=20_000)] = ""
    client_id: ClientId

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(one is not None for one in (self.staff_id, self.queue_id, self.department_id)) != 1:
            raise ValueError("Name one: a colleague, a queue, or a department.")
        return self


class PushAsk(Ask):
    """Whether what waits in a queue's list is given away; `recall_s`: whoever has not opened it by then loses it."""

    push: bool
    recall_s: Annotated[int, Field(ge=60, le=604_800)] = 1800


class OwnQueueAsk(Ask):
    """Which queue is a department's own: what comes to the department joins it."""

    queue_id: BigId


PlaceName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class NamesAsk(Ask):
    """What a department or a queue is called, in English and in Chinese."""

    name: PlaceName
    name_zh: PlaceName


class PriorityAsk(Ask):
    priority: Annotated[int, Field(ge=-3, le=3)]


class QuestionAsk(Ask):
    """Which message is a question; None: the newest that is set aside."""

    message_id: BigId | None = None


class StateAsk(Ask):
    state: State
    until: datetime | None = None
    hang_up: bool = False


class SubjectAsk(Ask):
    subject: Line


class MergeAsk(Ask):
    into: BigId


class SplitAsk(Ask):
    message_ids: list[BigId] = Field(min_length=1, max_length=500)
    subject: Line


class LinkAsk(Ask):
    other: BigId


class GuestAsk(Ask):
    staff_id: BigId


class ReadAsk(Ask):
    version: Annotated[int, Field(ge=0, le=2_147_483_647)]


class TicketAsk(Ask):
    """A new ticket, as the walk-in desk or another program opens it."""

    subject: Line
    text: Body
    channel: Literal["walk_in", "api"] = "walk_in"
    queue_id: BigId | None = None
    patron_id: BigId | None = None
    patron_name: Annotated[str, StringConstraints(max_length=200)] = ""
    patron_email: Annotated[str, StringConstraints(max_length=254)] = ""
    answer: Body = ""
    """What was answered at the desk; the ticket is closed with it when `close` is true."""
    send_answer: bool = False
    """Also send the answer to the patron's e-mail address. By itself nothing leaves: it was given at the desk."""
    close: bool = False
    attachments: list[str] = Field(default_factory=list, max_length=50)
    client_id: ClientId


class PatronAsk(Ask):
    name: Annotated[str, StringConstraints(max_length=200)] | None = None
    affiliation: Annotated[str, StringConstraints(max_length=200)] | None = None
    remark: Annotated[str, StringConstraints(max_length=5000)] | None = None
    locale: Locale | None = None
