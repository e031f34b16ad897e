"""What crosses the wall between the channels and the core. See docs/envelope.md.

A channel turns what its wire carries into an `Inbound`, and an `Outbound` into what its wire
carries. It knows nothing of tickets, tables or screens; what it may ask of the core is the
protocol `Desk`, which `app.py` builds and hands to it.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

_ATOM = r"[^\s\x00-\x1f\x7f@,;:<>()\[\]\\\"]"
MAIL_ADDRESS = re.compile(rf"({_ATOM}{{1,64}})@({_ATOM}{{1,255}}|\[[0-9A-Fa-f.:IPv]{{2,50}}\])")
"""A dot-atom with letters of any script, and a domain or a literal (RFC 5321 4.1.2, RFC 6531 3.3)."""
Transcript = Literal["queued", "nothing_yet", "too_many"]
"""What became of the wish for a transcript: it goes once a librarian has answered, and a few times a day."""
Settled = Literal["sent", "delivered", "failed", "bounced"]
"""What a channel may learn of a delivery after it was sent."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody can be reached. `kind`: email, phone, fax, chat, portal, desk.

    `proved` is how we know it is theirs ("signature", "session", "spf+dkim"), or None when it
    is only what they said: then it is shown as claimed and never merged on (law 10).
    """

    kind: str
    value: str
    name: str = ""
    proved: str | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody whom a mail names in To or Cc."""

    field: Literal["to", "cc"]
    address: str
    name: str = ""


FAX_CARRIES = frozenset({
    "application/pdf", "image/tiff", "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp",
})
"""Files that follow an answer by fax as pages; of a moving picture its first frame alone."""


@dataclass(frozen=True, slots=True)
class BlobRef:
    """Bytes that the blob store holds: SHA-256 in hex, and the size in bytes."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file with a message. `data` are the bytes, or a reference to bytes already stored."""

    name: str
    media_type: str
    data: bytes | BlobRef
    content_id: str | None = None
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Raw:
    """What arrived at a door, byte for byte, before anyone understood it (law 1).

    `meta` is what the wire said beside the bytes (envelope sender, recipients, peer address);
    strings only. `blobs` are files that came beside the raw bytes and are stored already.
    """

    channel: str
    data: bytes
    meta: dict[str, str] = field(default_factory=dict)
    blobs: tuple[BlobRef, ...] = ()


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a message that is still elsewhere: it is fetched once the message is kept."""

    url: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """Whoever writes from `theirs` to `ours` goes on with the ticket of before.

    With one that is not closed, or was written in within `window_s`. They are shown nothing of it, and the answer goes
    to `theirs`, whoever wrote (law 10).
    """

    theirs: str
    ours: str
    window_s: float


OptWord = Literal["stop", "start", "help"]
"""What a message asks for that holds such a word and nothing else."""


@dataclass(frozen=True, slots=True)
class Thread:
    """What points from an inquiry to an earlier one, strongest first.

    `deliveries`: ids of our own replies, proved by the signed Message-ID they left under; they
    lead to wherever that reply stands now (after a split, say).
    `signed`: ticket numbers proved by a signed reply address or session.
    `mentioned`: bare numbers such as `[#123]`: a hint, honoured only for a participant.
    `answers`: Message-IDs of others' mails that it answers: no proof of anything.
    `conversation`: of a way on which there are only two ends and no threads (texts).
    """

    deliveries: tuple[int, ...] = ()
    signed: tuple[int, ...] = ()
    mentioned: tuple[int, ...] = ()
    answers: tuple[str, ...] = ()
    conversation: Conversation | None = None


@dataclass(frozen=True, slots=True)
class CallArrived:
    """Of an inquiry that is a call: whose, at which carrier, and when. `number` is empty where it is withheld."""

    carrier: str
    remote_id: str
    number: str
    ours: str
    at: datetime


FindingKind = Literal["auto_reply", "mailing_list", "feedback_report", "bounce", "loop", "machine", "origin"]
"""What a rule found out about an arrival. `origin` is about where it came from, the others about
what wrote it."""
Effect = Literal["aside", "guess", "nobody", "silent", "shown"]
"""What follows of a finding. It is set `aside` (kept and shown, in nobody's line) by what it says of itself, or by
our `guess`: then it is acknowledged once a librarian says that it is a question. Else it is a question like
others, and no automatic answer leaves: it is `silent`, or from an address that is `nobody`'s. `shown`: nothing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that hit: its stable code, and why, in words that a person reads.

    `fields` are what stands in the reason (a server's name, say), for a screen that words it in another language.
    """

    code: str
    kind: FindingKind
    reason: str
    effect: Effect = "aside"
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def sets_aside(self) -> bool:
        return self.effect in ("aside", "guess")


@dataclass(frozen=True, slots=True)
class Oddity:
    """What was odd about an arrival that was understood all the same: code, English words, what stands in them."""

    code: str
    words: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    """Somebody whom an earlier mail of ours did not reach.

    `status` is an enhanced status code (RFC 3463) such as `5.1.1`, or empty; `reason` the far
    side's words.
    """

    address: str
    status: str = ""
    permanent: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report that a mail was not delivered, or not yet. `original_message_id` has its brackets."""

    original_message_id: str | None
    recipients: tuple[FailedRecipient, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What the far side says of an earlier delivery of ours, in an arrival of its own (a fax gateway's mail).

    `deliveries` were proved by our own signature, the likeliest first. `again`: what failed may be tried again.
    `at`: when it was written; it says nothing of an attempt that began later.
    """

    deliveries: tuple[int, ...]
    state: Settled
    code: str = ""
    detail: str = ""
    again: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """An inquiry as a channel understood it.

    `identity_keys`: what makes it the same as another delivery of itself. Any key already seen
    means a duplicate; the strongest alone should be given, or none (then it is always new).
    `text` is the whole visible text, `reply` what the sender wrote anew, `html` is sanitised.
    `automatic` names the rule by which it was written by a machine: it is set aside.
    `reply_to` is where its sender asks answers to go, also when that is the sender's own address.
    `queue`: slug of the department or queue the patron chose, or None for the general desk.
    `client_id`: the sender's own id of the message, unique per ticket and author.
    """

    channel: str
    sender: Address
    subject: str
    text: str
    reply: str = ""
    html: str | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    """Who else it was addressed to: To and Cc without any address of ours."""
    attachments: tuple[Attachment, ...] = ()
    thread: Thread = field(default_factory=Thread)
    identity_keys: tuple[str, ...] = ()
    message_id: str | None = None
    sent_at: datetime | None = None
    locale: str = "en"
    automatic: str | None = None
    queue: str | None = None
    client_id: str | None = None
    reply_to: Address | None = None
    authenticated: str | None = None
    """How our own mail server vouches for the sender's address (dmarc, dkim); None: it is a claim."""
    author_staff_id: int | None = None
    """Set by the walk-in desk: the librarian who wrote the inquiry down."""
    findings: tuple[Finding, ...] = ()
    """Every rule that hit; `automatic` is the code of the first that sets it aside."""
    bounce: Bounce | None = None
    report: Report | None = None
    """It is nobody's word, but news of a delivery: it is settled, and no ticket's thread is longer for it."""
    otherwise: Inbound | None = None
    """What it is where no delivery that it names left by this channel: somebody's answer to a mail of ours."""
    language: str | None = None
    """The BCP 47 tag of the language it is written in, as far as it can be told."""
    problems: tuple[Oddity, ...] = ()
    remote_files: tuple[RemoteFile, ...] = ()
    opt: OptWord | None = None
    call: CallArrived | None = None

    @property
    def silent(self) -> bool:
        """Whether nothing may answer it by itself, a librarian alone (RFC 3834)."""
        return self.automatic is not None or any(one.effect != "shown" for one in self.findings)

    @property
    def from_nobody(self) -> bool:
        """Whether its sender's address stands for no person: a machine's, or one that takes no replies."""
        return self.automatic is not None or any(one.effect == "nobody" for one in self.findings)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What wait to expect.

    `before`: how many inquiries came before and wait still (None: very many). `half_s`, `most_s`: within so many
    seconds of opening time half and nine of ten were answered lately.
    """

    before: int | None
    half_s: int
    most_s: int


@dataclass(frozen=True, slots=True)
class Outbound:
    """A reply on its way to one recipient. `key` is stable over every attempt (idempotency).

    A mail to several is one `Outbound` each: they differ in `to`, `key` and `delivery_id`, and are the same mail,
    to the letter, under the Message-ID of `mail_id`.
    """

    key: str
    channel: str
    delivery_id: int
    ticket_id: int
    to: Address
    subject: str
    text: str
    html: str | None
    attachments: tuple[Attachment, ...]
    locale: str
    author: str
    automatic: bool = False
    """Nobody wrote it: a rule's answer, which no machine is to answer (RFC 3834)."""
    kind: str = "reply"
    """reply, acknowledgement, transcript or notice (to a colleague whose mail became a note)."""
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    """Of a transcript: what was said, oldest first."""
    recipients: tuple[Recipient, ...] = ()
    """Whom the mail names in To and Cc, everybody; none: `to` alone."""
    mail_id: int | None = None
    """The delivery whose number all of its recipients' share; None: `delivery_id`."""
    written_at: datetime | None = None
    """When it was written: its Date, however often it is tried. None: now."""
    read_from: datetime | None = None
    """Of an acknowledgement that leaves while its queue is closed: when somebody will read the inquiry."""
    zone: str = ""
    """The IANA zone in which `read_from` is told."""
    ours: str = ""
    """Of a text: the number that they wrote to, from which the answer leaves."""
    tried_since: datetime | None = None
    """Of one that was tried before, perhaps with success: since when to look for it at the far side."""
    outlook: Outlook | None = None
    """Of an acknowledgement: what wait to expect."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The far side took it. `remote_id` is what it called it (an SMTP queue line, a sid)."""

    remote_id: str = ""


class SendError(Exception):
    """A delivery failed. Temporary unless it says permanent (law 5).

    `code` is a stable word of ours (connect, timeout, refused, greylisted, unknown);
    `detail` is what the far side said, for the ticket and the log. `not_before`: when it may be tried again, where
    that is known; it is not given up before.
    """

    def __init__(
        self, code: str, detail: str = "", *, permanent: bool = False, not_before: datetime | None = None
    ) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.permanent = permanent
        self.not_before = not_before


class ParseError(Exception):
    """The raw bytes cannot be understood; they go to quarantine with this reason."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What `Desk.accept` kept. `ticket_id` and `message_id` once it is understood, else None."""

    inbound_id: int
    ticket_id: int | None = None
    message_id: int | None = None
    version: int | None = None
    duplicate: bool = False


class Unavailable(Exception):
    """The core could not commit just now: the door must say "try again" (SMTP 451, exit 75)."""


class NoRoom(Unavailable):
    """The disk is full (SMTP 452)."""


@dataclass(frozen=True, slots=True)
class OpenState:
    """Whether a queue is open at a moment, and when that changes next (UTC)."""

    open: bool
    changes_at: datetime | None
    label: str
    """Today's hours as people read them, such as `8:00–12:00, 14:00–18:00`; empty when closed all day."""
    zone: str = "UTC"
    """The IANA zone in which the hours are meant."""
    takes_messages: bool = True
    """Whether a chat may begin while it is closed, as a message; else only when it is open."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a ticket as its patron may see it. `version` only grows within a ticket."""

    id: int
    version: int
    author: str
    """patron or staff."""
    name: str
    text: str
    html: str | None
    at: datetime
    attachments: tuple[Attachment, ...]
    client_id: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a ticket stands, as far as its patron may know.

    `version` is that of its last `Line` (0: none). `root_id` is the ticket that answers for it:
    itself, unless it was merged into another. `state` is one of the design's six. `parts`: other tickets
    whose answers this patron sees, because a part of this one was split off to them.
    """

    version: int
    root_id: int
    state: str
    patron_name: str
    librarian: str = ""
    parts: tuple[int, ...] = ()
    queue_id: int | None = None
    """Where it waits, for `Desk.hours`."""
    beside: tuple[str, ...] = ()
    """Librarians who speak with the patron beside the one who has the ticket."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in the line (1: next). `low_s` to `high_s`: the wait to expect; None: nobody can tell.

    `soon`: somebody is free for them; then no time is told.
    """

    place: int
    low_s: float | None = None
    high_s: float | None = None
    soon: bool = False


CallState = Literal[
    "arriving", "choosing", "waiting", "promised", "ringing", "talking", "held", "message", "ended"
]
"""How a call stands (`calls.states` says what is legal). `promised`: we call back. `ringing`: a librarian's telephone
or browser is rung, or the patron's. `message`: the caller speaks to the voicemail."""
CallEnd = Literal[
    "completed", "abandoned", "short_abandoned", "failed", "dropped", "voicemail", "callback_asked", "busy",
    "no_answer", "called_off",
]
"""How it ended. `dropped`: the conversation broke off. `called_off`: we gave it up before the patron was reached."""
SignalKind = Literal["arrived", "answered", "joined", "left", "over", "recorded", "transcribed"]
CallWay = Literal["in", "out", "back"]
"""Who called whom: the patron us, we them, or we them as they asked for."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What a carrier tells of a call, or of one who takes part in it (a leg).

    `key`: the same signal told twice is one. `remote_id`: the carrier's id of the leg. `leg_id`: ours, where the
    address that was asked names it. `stay`: which time in the call's room (`joined`, `left`). `code`: how a leg is
    over: completed, busy, no_answer, failed, canceled. `raw`: as it came, kept before anything is answered (law 1).
    """

    key: str
    kind: SignalKind
    carrier: str
    remote_id: str
    leg_id: int | None = None
    call_id: int | None = None
    stay: int = 0
    at: datetime | None = None
    code: str = ""
    seconds: int | None = None
    number: str = ""
    """Of `arrived`: the caller's, as the carrier says it."""
    ours: str = ""
    """Of `arrived`: the number of ours that was called."""
    inbound: bool = True
    recording: str = ""
    """Of `recorded`: its address at the carrier; empty: nothing was said."""
    recording_id: str = ""
    talk: bool = False
    """Of `recorded`: it is the conversation, and not a message on the voicemail."""
    transcript: str = ""
    """Of `transcribed`: what was said, as the carrier wrote it down; empty: it could not."""
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class CallStanding:
    """How a call stands, for whoever instructs its caller.

    `room_ready`: a librarian is in its room and waits for the caller. `leg_id`: the caller's own.
    """

    call_id: int
    ticket_id: int
    state: CallState
    way: CallWay
    locale: str
    queue_id: int
    stay: int
    room_ready: bool
    leg_id: int | None = None
    held: bool = False
    asked_back: bool = False
    withheld: bool = False
    """Whether we do not know where to call back."""
    recorded: bool = False
    """Whether the conversation is to be recorded: said before, and agreed to."""


@dataclass(frozen=True, slots=True)
class LegStanding:
    """How somebody who is rung stands, for whoever instructs them. `part`: caller, librarian, third, supervisor."""

    leg_id: int
    call_id: int
    part: str
    locale: str
    device: str
    stay: int
    over: bool
    mode: str = ""
    """Of a supervisor: listen, whisper, speak."""
    coach: str | None = None
    """Of one who whispers: the carrier's id of the leg that alone hears them."""
    recorded: bool = False
    """Whether the room is recorded from their coming on: the first who enters says so, for all of it."""
    asked_for: bool = False
    """Of a patron whom we call: they asked to be."""


OrderKind = Literal[
    "ring", "connect", "line", "hang_up", "hold", "resume", "mute", "unmute", "mode", "fetch", "look", "forget"
]
"""ring: somebody's telephone. connect: the caller into the room; line: back to the waiting music. mode: how a
supervisor takes part. fetch: a recording; forget: remove it at the carrier. look: how the carrier says a leg stands."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a carrier is to do. `key` is stable over every attempt (law 5). `remote_id`: of the leg, if it has one."""

    key: str
    kind: OrderKind
    call_id: int
    stay: int
    leg_id: int | None = None
    remote_id: str | None = None
    to: str = ""
    """A number, or `browser:` and a seat's name."""
    sender: str = ""
    data: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """It was done. `remote_id`: of whom was rung. `over`: what `look` found, empty while the leg goes on."""

    remote_id: str = ""
    over: str = ""
    blob: BlobRef | None = None
    media_type: str = ""


class Exchange(Protocol):
    """How a carrier is told what to do. Raises `SendError`."""

    async def carry_out(self, order: Order) -> Done: ...


class Switchboard(Protocol):
    """What a channel of calls may ask of the core. Raises `Unavailable` where nothing can be committed just now."""

    async def arrives(self, signal: Signal) -> CallStanding | None:
        """Keep that somebody calls; their ticket is opened right after. How the call stands, where it is known."""
        ...

    async def hear(self, signal: Signal) -> CallStanding | None:
        """Keep a signal and take it in; how its call stands then. None: there is no such call. Twice is once."""
        ...

    async def call(self, call_id: int) -> CallStanding | None: ...

    async def leg(self, leg_id: int) -> LegStanding | None: ...

    async def choose(
        self, call_id: int, *, locale: str | None = None, queue: str | None = None, consent: bool | None = None
    ) -> CallStanding | None:
        """The caller chose a language, or a department (by its slug), or agreed to be recorded."""
        ...

    async def line_up(self, call_id: int) -> CallStanding | None:
        """The caller waits for a librarian from now on. Twice is once."""
        ...

    async def ask_for_callback(self, call_id: int) -> CallStanding | None:
        """They hang up, and are called when it is their turn: their place is kept. Twice is once."""
        ...

    async def leave_message(self, call_id: int) -> CallStanding | None:
        """They speak to the voicemail instead of waiting. Twice is once."""
        ...

    async def departments(self) -> list[tuple[str, str, str]]:
        """Whom a caller may choose: slug, name and Chinese name, the general desk first."""
        ...


class Receiver(Protocol):
    """How a channel's raw bytes are understood: pure, no I/O. Raises `ParseError`."""

    def __call__(self, raw: Raw) -> Inbound: ...


class MailReader(Protocol):
    """A channel whose arrivals come as mails: what it makes of one, or None where the mail is none of its. Pure."""

    def __call__(self, raw: Raw, mail: Inbound) -> Inbound | None: ...


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready for the wire. `utf8`: an address needs SMTPUTF8 (RFC 6531)."""

    content: bytes
    sender: str
    to: str
    utf8: bool = False


class Relay(Protocol):
    """How a channel whose answers leave as mails hands one over. Raises `SendError`."""

    async def post(self, letter: Letter) -> Receipt: ...


class Marks(Protocol):
    """The signatures by which a mail of ours is known again, when it is answered or comes back."""

    def message_id(self, *, ticket_id: int, delivery_id: int) -> str: ...

    def return_path(self, *, ticket_id: int, delivery_id: int) -> str: ...


class Sender(Protocol):
    """How a channel delivers. Raises `SendError`."""

    async def send(self, message: Outbound) -> Receipt: ...

    async def close(self) -> None: ...


class Desk(Protocol):
    """What a channel may ask of the core."""

    async def accept(self, raws: Sequence[Raw]) -> list[Accepted]:
        """Commit what arrived, as a set; return once it is safe. Raises `Unavailable`.

        Understanding follows by itself; nothing said here waits for it.
        """
        ...

    async def accept_now(self, raw: Raw) -> Accepted:
        """Commit one arrival and understand it before returning (form, walk-in, chat)."""
        ...

    async def unknown(self, keys: Sequence[str]) -> set[str]:
        """Those identity keys of which nothing has come yet."""
        ...

    async def store(self, chunks: AsyncIterator[bytes], *, limit: int) -> BlobRef:
        """Keep a file by streaming it. Raises `ValueError` when it is over `limit` bytes."""
        ...

    async def read(self, blob: BlobRef) -> bytes:
        """The bytes of a stored file."""
        ...

    async def is_our_address(self, address: str) -> bool:
        """Whether mail to this address is for us (a department's, or a signed reply address)."""
        ...

    async def settle(
        self, delivery_id: int, *, state: Settled, code: str = "", detail: str = "", remote_id: str = "",
        again: bool = False,
    ) -> None:
        """A later word on a delivery. Doing it twice is once, and what comes late takes nothing back.

        `remote_id`: of which attempt, by the far side's name of it. `again`: what failed is tried again later.
        """
        ...

    async def history(self, ticket_id: int, *, after: int = 0) -> list[Line]:
        """The messages of a ticket that its patron may see, after a ticket version."""
        ...

    async def standing(self, ticket_id: int) -> Standing | None:
        """How a ticket stands for its patron; None when there is no such ticket (any more)."""
        ...

    async def transcript(self, ticket_id: int, *, email: str) -> Transcript:
        """Send what its patron may see of a ticket to an address. Asked twice with nothing new between, it is once."""
        ...

    async def seen(self, ticket_id: int, *, version: int) -> None:
        """The patron's screen has shown everything up to this version of the ticket."""
        ...

    async def come(self, ticket_id: int) -> None:
        """The patron of a conversation is at the other end now: it is offered to a librarian. Twice is once."""
        ...

    async def leave(self, ticket_id: int) -> None:
        """They are gone: what they asked stays, and rings no longer."""
        ...

    async def place(self, ticket_id: int) -> Place | None:
        """Where the patron of a ticket stands in the line; None where they do not wait for a librarian."""
        ...

    async def in_conversation(self, channel: str) -> list[int]:
        """The tickets of a channel whose patrons were last known to be there (before a restart, say)."""
        ...

    async def hours(self, at: datetime, queue: str | int | None = None) -> OpenState:
        """The opening hours of a queue at a moment: by its slug, as patrons choose it, or its id.

        Without one, or where there is no such queue, those of the general desk.
        """
        ...
