"""Pages of what is no ticket: patrons, hits, snippets, the quarantine, the mailboxes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints

from contactcenter.shapes.base import Ask, BigId, Body, Line, Locale, Shape
from contactcenter.shapes.tickets import ListedTicket, Patron


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
    """What came and could not be understood: something that arrived, or what a carrier told of a call (`signal`).

    The two are numbered apart. `carrier`, `signal`: which carrier told that, and what (arrived, answered, joined, left,
    over, recorded, transcribed); of an arrival both are empty. What an earlier version of the program kept without all
    that it needs cannot be taken in again: it is not `replayable`.
    """

    kind: Literal["arrival", "signal"]
    id: int
    channel: str
    carrier: str
    signal: str
    received_at: datetime
    step: str
    reason: str
    detail: str
    size: int
    attempts: int
    replayable: bool


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
