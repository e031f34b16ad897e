"""What leaves, and who delivers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from contactcenter.envelope.address import Address, Recipient
from contactcenter.envelope.files import Attachment
from contactcenter.envelope.receipts import Receipt
from contactcenter.envelope.standing import Line


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


class Sender(Protocol):
    """How a channel delivers. Raises `SendError`."""

    async def send(self, message: Outbound) -> Receipt: ...

    async def close(self) -> None: ...


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
