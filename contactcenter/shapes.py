"""The shapes that cross the API and the sockets; the console's TypeScript types are made from them.

See docs/api.md. Times are RFC 3339 in UTC; ids are integers; a list page carries `next_cursor`
(opaque, keyset) and `position` (the place in the event log the page is as fresh as).
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contactcenter.envelope import Effect
from contactcenter.events.catalogue import State

Role = Literal["librarian", "supervisor", "admin"]
Locale = Literal["en", "zh-Hans"]
Theme = Literal["system", "light", "dark"]
Lane = Literal[
    "waiting", "open", "waiting_patron", "waiting_third", "snoozed", "closed", "junk", "merged"
]
"""The state, with `open` told apart: `waiting` has no owner yet, `open` has one. A ticket merged
into another is in no list."""
Channel = Literal["email", "web_chat", "web_form", "walk_in", "api"]
View = Literal["mine", "waiting", "all", "set_aside", "asked"]
Sort = Literal["updated", "created", "waiting"]
DeliveryState = Literal[
    "queued", "sending", "sent", "delayed", "delivered", "failed", "bounced"
]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Body = Annotated[str, StringConstraints(max_length=200_000)]
ClientId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_\-]{8,64}$")]
BigId = Annotated[int, Field(ge=1, le=9_007_199_254_740_991)]


class Shape(BaseModel):
    """A shape we send."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class Ask(BaseModel):
    """A shape we are sent: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Person(Shape):
    """Somebody in a thread. `id` is a staff or patron id, or None where there is none."""

    kind: Literal["patron", "staff", "system"]
    id: int | None
    name: str


class Delivery(Shape):
    """How far a reply has come on its way out."""

    id: int
    state: DeliveryState
    channel: str
    to: str
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
    trouble: str | None = None
    """The code of a delivery that failed and has not been dealt with."""
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
    state: State
    reason: str


class Identity(Shape):
    id: int
    kind: str
    value: str
    proved: str | None


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
    guests: list[Person]
    patron: Patron | None
    reply_channel: str | None
    """Which way an answer goes; None when the patron left no way back."""
    reply_address: str | None
    reply_to: list[Recipient]
    """Whom an answer by mail goes to if nobody is chosen: the way back of this ticket, and of those merged into it."""
    allowed_states: list[State]
    position: int


class Timeline(Shape):
    messages: list[Message]
    activity: list[Activity]
    more_before: int | None


class TicketPage(Shape):
    items: list[ListedTicket]
    next_cursor: str | None
    position: int


class Counts(Shape):
    """Counts stop at 1000; the screen shows 999+."""

    mine: int
    waiting: int
    all: int
    set_aside: int
    asked: int
    unread_mine: int
    position: int


class RuleCount(Shape):
    """What a rule (or `staff`, by hand) has set aside.

    `here`: tickets that stand set aside in the queues that I see, up to 1000. `set_aside` and `rescued` are counted
    over all queues and times: messages, and how many of them were questions.
    """

    rule: str
    here: int
    set_aside: int
    rescued: int


class RuleCounts(Shape):
    items: list[RuleCount]


class Department(Shape):
    id: int
    slug: str
    name: str
    name_zh: str


class Queue(Shape):
    id: int
    department_id: int
    slug: str
    name: str
    name_zh: str
    addresses: list[str]


class Colleague(Shape):
    id: int
    name: str
    role: Role
    active: bool
    department_ids: list[int]


class Me(Shape):
    """Who is signed in, and what the console needs before its first list."""

    id: int
    name: str
    login: str
    email: str | None
    """My own mail address, if the house knows it."""
    role: Role
    locale: Locale
    theme: Theme
    shortcuts: bool
    """Single-key shortcuts; who dictates or shakes turns them off (WCAG 2.1.4)."""
    csrf_token: str
    queues: list[Queue]
    departments: list[Department]
    colleagues: list[Colleague]
    library: str
    library_zh: str
    position: int


class MeChange(Ask):
    locale: Locale | None = None
    theme: Theme | None = None
    shortcuts: bool | None = None


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


class QuestionAsk(Ask):
    """Which message is a question; None: the newest that is set aside."""

    message_id: BigId | None = None


class StateAsk(Ask):
    state: State
    until: datetime | None = None


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


class PatronPage(Shape):
    items: list[Patron]
    next_cursor: str | None


class SearchHit(Shape):
    """A ticket found, with the words around the match of its newest matching message.

    `message_id` is 0 where no message has the words: the ticket was found by its number, its subject or its patron.
    """

    ticket: ListedTicket
    message_id: int
    excerpt: str


class SearchPage(Shape):
    items: list[SearchHit]
    next_cursor: str | None


class Snippet(Shape):
    """A saved answer. `{patron}`, `{librarian}`, `{ticket}` and `{library}` are filled in."""

    id: int
    department_id: int | None
    """None: everyone's."""
    shortcut: str
    title: str
    text: str
    locale: Locale


class SnippetAsk(Ask):
    department_id: BigId | None = None
    shortcut: Annotated[str, StringConstraints(pattern=r"^[\w\-]{1,40}$")]
    title: Line
    text: Body
    locale: Locale


class Snippets(Shape):
    items: list[Snippet]


class QuarantinedItem(Shape):
    id: int
    channel: str
    received_at: datetime
    step: str
    reason: str
    detail: str
    size: int
    attempts: int


class QuarantinePage(Shape):
    items: list[QuarantinedItem]
    next_cursor: str | None


class FailingMail(Shape):
    """A mail that cannot be fetched, with the server's words."""

    uid: int
    words: str
    since: datetime


class MailboxDifference(Shape):
    """What a mailbox holds and what was taken from it differ in this. `uids`: ranges, as many as fit.

    `kind`: unseen, waiting, failing, unfinished, still_there, without_arrival, quarantined, gone, unasked.
    """

    kind: str
    count: int
    uids: str
    words: str


class MailboxStanding(Shape):
    """How fetching from a folder of an account stands. `code` is empty while all is well.

    `since`: since when it stands so. `told_at`: when it was last heard of. `waiting`: mails there and not yet
    taken. `differences`: what the last comparison with the server found, at `compared_at`.
    """

    account: str
    folder: str
    code: str
    words: str
    since: datetime
    told_at: datetime
    waiting: int
    failing: list[FailingMail]
    differences: list[MailboxDifference]
    compared_at: datetime | None


class MailboxStandings(Shape):
    items: list[MailboxStanding]


class WireEvent(Shape):
    """An event as a socket carries it: `ticket` and `message` are loaded when it is sent.

    To follow along: replace the row of `ticket`, put `message` (and `messages`) into the thread
    by id, add `activity`; on `ticket.dropped` forget the ticket.
    """

    position: int
    type: str
    stream: str
    version: int
    at: datetime
    actor: Person
    data: dict[str, object]
    ticket: TicketRow | None = None
    read_version: int | None = None
    """How far this viewer has read `ticket`, for a screen that did not know it; a message from its patron
    says nothing of that, as it is unread in any case."""
    messages: list[Message] = []


class EventBatch(Shape):
    """`events` in order; afterwards the screen is as fresh as `position`."""

    events: list[WireEvent]
    position: int


class Resumed(Shape):
    """The answer to `resume`: the missed events, or `resync` (load everything anew)."""

    resync: bool
    events: list[WireEvent] = []
    position: int


class Typing(Shape):
    """Somebody is typing in a ticket right now (forget it after 6 s)."""

    ticket_id: int
    who: Person


class Problem(Shape):
    """RFC 9457 problem details."""

    model_config = ConfigDict(extra="allow")
    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, object]] = []
