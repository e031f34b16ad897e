"""What arrives: as bytes, then as a channel understood it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from contactcenter.envelope.address import Address, Recipient
from contactcenter.envelope.calls import CallArrived
from contactcenter.envelope.files import Attachment, BlobRef, RemoteFile
from contactcenter.envelope.findings import Finding, Oddity
from contactcenter.envelope.receipts import Bounce, Report


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


OptWord = Literal["stop", "start", "help"]
"""What a message asks for that holds such a word and nothing else."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Whoever writes from `theirs` to `ours` goes on with the ticket of before.

    With one that is not closed, or was written in within `window_s`. They are shown nothing of it, and the answer goes
    to `theirs`, whoever wrote (law 10).
    """

    theirs: str
    ours: str
    window_s: float


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
    obeyed: bool = False
    """The carrier knows the word of `opt`, too: it stops, starts and answers by itself."""
    call: CallArrived | None = None

    @property
    def silent(self) -> bool:
        """Whether nothing may answer it by itself, a librarian alone (RFC 3834)."""
        return self.automatic is not None or any(one.effect != "shown" for one in self.findings)

    @property
    def from_nobody(self) -> bool:
        """Whether its sender's address stands for no person: a machine's, or one that takes no replies."""
        return self.automatic is not None or any(one.effect == "nobody" for one in self.findings)


class ParseError(Exception):
    """The raw bytes cannot be understood; they go to quarantine with this reason."""


class Receiver(Protocol):
    """How a channel's raw bytes are understood: pure, no I/O. Raises `ParseError`."""

    def __call__(self, raw: Raw) -> Inbound: ...


class MailReader(Protocol):
    """A channel whose arrivals come as mails: what it makes of one, or None where the mail is none of its. Pure."""

    def __call__(self, raw: Raw, mail: Inbound) -> Inbound | None: ...
