"""The wall between fetching mail and keeping it: what watches mailboxes asks of the core. See docs/envelope.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from contactcenter.envelope import Raw
from contactcenter.uids import Uids


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of an account, under one UIDVALIDITY (RFC 3501 2.3.1.1): only there do UIDs mean anything."""

    account: str
    name: str
    uid_validity: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken in from a folder.

    `uids`: never to be fetched again. `pending`: taken, but what should happen to them on the server is not
    known to have happened. `gone`: they were there once we watched, and went before they could be fetched.
    `first_uid_next`: the UID that the next mail would get when we saw the folder first.
    """

    uids: Uids
    pending: Uids
    gone: Uids
    first_uid_next: int


@dataclass(frozen=True, slots=True)
class Failing:
    """A mail that cannot be fetched, with the server's words."""

    uid: int
    words: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Condition:
    """How fetching from an account's folder stands. `code` is empty while all is well.

    `words` is what the far side said; `waiting` how many mails are known to be there and not yet taken.
    """

    account: str
    folder: str
    code: str = ""
    words: str = ""
    waiting: int = 0
    failing: tuple[Failing, ...] = ()


class MailLedger(Protocol):
    """What was taken from which mailbox: kept by the core in the transaction that keeps the mail itself."""

    async def mine(self, account: str, folder: str) -> bool:
        """Whether this process is the one that watches the folder, of several that could. Raises `Unavailable`."""
        ...

    async def first_seen(self, account: str, folder: str) -> datetime | None:
        """When we saw this folder first, under whatever UIDVALIDITY it had then."""
        ...

    async def taken(self, folder: Folder, *, uid_next: int, passed_over: Uids) -> Taken:
        """How far we are; a folder seen for the first time begins with `passed_over` taken."""
        ...

    async def keep(self, folder: Folder, mails: Sequence[tuple[int, Raw]], *, pending: bool) -> int:
        """Commit mails with their UIDs, once and for ever; how many were new. Raises `Unavailable`.

        A UID that was taken before is left out, whoever took it. `pending`: something is still to happen
        to them on the server.
        """
        ...

    async def room(self) -> None:
        """Wait until most of what was kept is understood: a backlog must not stand before what comes live."""
        ...

    async def done(self, folder: Folder, uids: Uids) -> None:
        """What should happen to these on the server has happened."""
        ...

    async def missing(self, folder: Folder, uids: Uids) -> None:
        """No mail has these UIDs any more, and none ever will."""
        ...

    async def tell(self, condition: Condition) -> None:
        """Write down how fetching stands."""
        ...
