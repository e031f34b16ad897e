"""One IMAP connection (RFC 3501) by IMAPClient, which blocks: it lives in a thread of its own.

Everything here raises `MailboxError`. After one that is `lost` the connection is to be closed.
"""

from __future__ import annotations

import asyncio
import contextlib
import imaplib
import select
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from imapclient import DELETED, SEEN, IMAPClient

from contactcenter.channels.email.mailbox.trouble import MailboxError, named
from contactcenter.settings import Mailbox
from contactcenter.uids import Uids

T = TypeVar("T")
imaplib._MAXLINE = 16_000_000  # type: ignore[attr-defined]  # noqa: SLF001
"""Bytes of one line. A folder's UIDs come as one: by its own bound of a million, 130,000 mails are too many."""
OPERATION_S = 900.0
"""An answer that only drips in holds its folder this long at most; 32 MB at 40 kB/s come within it."""
KEEPALIVE = (
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1), (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 60),
    (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 20), (socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3),
)
"""The system asks a silent far side after a minute and gives up on it after two."""
RANGES_A_COMMAND = 200
"""Servers bound a command's length, commonly at 8 kB (RFC 7162 4)."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""RFC 3501 9: `date-month`, whatever language the system speaks."""
WHO = {"name": "contactcenter", "version": "0.1"}
"""RFC 2971. 163.com and its sisters open no folder to a client that does not say who it is."""


@dataclass(frozen=True, slots=True)
class Selected:
    """A folder that is open. `uid_next`: the UID that the next mail will get, 0 when the server does not say."""

    uid_validity: int
    uid_next: int
    exists: int


@dataclass(frozen=True, slots=True)
class Given:
    """A mail as the server gave it. `since`: when it came to the mailbox (INTERNALDATE), if the server says."""

    body: bytes
    since: datetime | None


class Session:
    """A signed-in connection. Make it with `Session.open`."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"imap-{mailbox.name}")
        self._client: IMAPClient | None = None
        self._can: frozenset[str] = frozenset()

    @classmethod
    async def open(cls, mailbox: Mailbox, secret: str) -> Session:
        """Connect and sign in; `secret` is the password, or the access token where the account has OAuth."""
        session = cls(mailbox)
        try:
            await session._run(session._connect)
            await session._run(lambda: session._sign_in(secret))
        except BaseException:
            await session.close()
            raise
        return session

    async def close(self) -> None:
        """Hang up; whoever waits in the thread hears of it at once. The server keeps everything."""
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(OSError, AttributeError):
                client.socket().shutdown(socket.SHUT_RDWR)
        self._thread.shutdown(wait=False, cancel_futures=True)
        if client is not None:
            # In whatever thread: the connection's own may still be on its way out of a read.
            with contextlib.suppress(Exception):
                await asyncio.to_thread(client.shutdown)

    @property
    def can_idle(self) -> bool:
        """Whether the server pushes (RFC 2177)."""
        return "IDLE" in self._can

    async def select(self, folder: str, *, read_only: bool = False) -> Selected:
        """Open a folder, by its name as people read it."""
        try:
            said: dict[bytes, object] = await self._run(lambda: self._imap.select_folder(folder, read_only))
        except MailboxError as error:
            raise MailboxError("folder", error.words) if error.code == "refused" else error from error
        validity = said.get(b"UIDVALIDITY")
        if not isinstance(validity, int):
            raise MailboxError("folder", "The server keeps no UIDs for this folder (no UIDVALIDITY).")
        return Selected(validity, _number(said.get(b"UIDNEXT")), _number(said.get(b"EXISTS")))

    async def present(self, ranges: Uids, *, and_above: int | None = None) -> list[int]:
        """Which mails there are with these UIDs, and with any from `and_above` on; in order."""
        words = [f"{first}:{last}" for first, last in ranges.ranges]
        if and_above is not None:
            words.append(f"{and_above}:*")
        found: set[int] = set()
        for start in range(0, len(words), RANGES_A_COMMAND):
            part = ",".join(words[start : start + RANGES_A_COMMAND])
            found.update(await self._run(partial(self._search, part)))
        # `n:*` names the last mail even where its UID is below n.
        return sorted(uid for uid in found if uid in ranges or (and_above is not None and uid >= and_above))

    async def older_than(self, moment: datetime) -> list[int]:
        """Which mails the server got before the day of a moment (INTERNALDATE)."""
        day = f"{moment.day}-{MONTHS[moment.month - 1]}-{moment.year}"
        return sorted(await self._run(lambda: [int(uid) for uid in self._imap.search(["BEFORE", day])]))

    async def sizes(self, uids: Uids) -> dict[int, int]:
        """How many bytes each of these mails has; those that went are left out."""
        said: dict[int, dict[bytes, object]] = await self._run(lambda: self._imap.fetch(list(uids), ["RFC822.SIZE"]))
        return {
            uid: size for uid, facts in said.items()
            if uid in uids and isinstance(size := facts.get(b"RFC822.SIZE"), int)
        }

    async def bodies(self, uids: Uids) -> dict[int, Given]:
        """The mails as they are, not marked as read by this; those that went are left out."""
        said: dict[int, dict[bytes, object]] = await self._run(
            lambda: self._imap.fetch(list(uids), ["BODY.PEEK[]", "INTERNALDATE"])
        )
        return {
            uid: Given(body, since if isinstance(since := facts.get(b"INTERNALDATE"), datetime) else None)
            for uid, facts in said.items() if uid in uids and isinstance(body := facts.get(b"BODY[]"), bytes)
        }

    async def flag(self, uids: Uids) -> None:
        """Mark as read."""
        await self._run(lambda: self._imap.add_flags(list(uids), [SEEN], silent=True))

    async def move(self, uids: Uids, folder: str) -> None:
        """Move to another folder, which is made if it is not there (RFC 6851; else copy and delete)."""
        try:
            await self._move(uids, folder)
        except MailboxError as error:
            if error.code != "refused":
                raise
            with contextlib.suppress(MailboxError):
                await self._run(lambda: self._imap.create_folder(folder))
                await self._run(lambda: self._imap.subscribe_folder(folder))  # so that people's programs show it
            await self._move(uids, folder)

    async def _move(self, uids: Uids, folder: str) -> None:
        if "MOVE" in self._can:
            await self._run(lambda: self._imap.move(list(uids), folder))
            return
        await self._run(lambda: self._imap.copy(list(uids), folder))
        await self.delete(uids)

    async def delete(self, uids: Uids) -> None:
        """Delete. Without UIDPLUS (RFC 4315) they are only marked: an EXPUNGE would take what others marked."""
        await self._run(lambda: self._imap.add_flags(list(uids), [DELETED], silent=True))
        if "UIDPLUS" in self._can:
            await self._run(lambda: self._imap.uid_expunge(list(uids)))

    async def wait_for_push(self, seconds: float) -> bool:
        """IDLE until the server says something or the time is over; whether it said something."""
        return await self._run(lambda: self._idle(seconds))

    async def noop(self) -> None:
        """Ask whether the far side is there."""
        await self._run(lambda: self._imap.noop())  # noqa: PLW0108  # `_imap` may raise, and is to do so in there

    @property
    def _imap(self) -> IMAPClient:
        if self._client is None:
            raise MailboxError("disconnected", "The connection is closed.")
        return self._client

    async def _run(self, work: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(OPERATION_S):
                return await loop.run_in_executor(self._thread, work)
        except MailboxError:
            raise
        except Exception as error:
            raise named(error) from error

    def _connect(self) -> None:
        want = self._mailbox
        context = None if want.security == "none" else ssl.create_default_context(cafile=want.ca_file or None)
        client = IMAPClient(
            want.host, port=want.port or (993 if want.security == "tls" else 143), ssl=want.security == "tls",
            ssl_context=context, timeout=want.timeout_s,
        )
        # It would format every line for a log that nobody reads, the sign-in among them.
        client._imap.debug = 0  # noqa: SLF001
        client.normalise_times = False  # times with the zone they were given in, not ours without one
        for level, option, value in KEEPALIVE:
            client.socket().setsockopt(level, option, value)
        self._client = client
        if want.security == "starttls":
            if not client.has_capability("STARTTLS"):
                raise MailboxError("tls", "The server offers no STARTTLS.")
            client.starttls(context)

    def _sign_in(self, secret: str) -> None:
        client = self._imap
        user = self._mailbox.username
        if self._mailbox.oauth is not None:
            client.oauth2_login(user, secret)
        elif (user + secret).isascii():
            client.login(user, secret)
        else:
            client.plain_login(user, secret)
        if client.has_capability("ID"):
            client.id_(WHO)
        self._can = frozenset(bytes(word).decode("ascii", "replace") for word in client.capabilities())

    def _search(self, uids: str) -> list[int]:
        return [int(uid) for uid in self._imap.search(["UID", uids])]

    def _idle(self, seconds: float) -> bool:
        client = self._imap
        if client._imap.untagged_responses.pop("EXISTS", None):  # noqa: SLF001
            # Told with the answer to an earlier command, perhaps after the last look: it is not told again.
            return True
        client.idle()
        pushed = _buffered(client) or _readable(client, seconds)
        # What was pushed comes with the answer; when the connection has died, this is where it shows.
        client.idle_done()
        return pushed


def _number(said: object) -> int:
    return said if isinstance(said, int) else 0


def _buffered(client: IMAPClient) -> bool:
    """Whether something came in one packet with the answer to IDLE: it waits in a buffer, and no poll shows it."""
    wire = client.socket()
    wire.setblocking(False)  # noqa: FBT003  # that is its name
    try:
        return bool(client._imap.file.peek(1))  # noqa: SLF001
    except OSError:
        return False
    finally:
        wire.settimeout(client._timeout.read)  # noqa: SLF001


def _readable(client: IMAPClient, seconds: float) -> bool:
    poller = select.poll()
    poller.register(client.socket().fileno(), select.POLLIN)
    return bool(poller.poll(seconds * 1000))
