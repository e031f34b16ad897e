"""Watching a folder for as long as the house is open: connect, take what is there, wait for more, begin anew.

Each folder has a task and a connection of its own, so none waits for another's server.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path

import structlog
from prometheus_client import Counter, Gauge

from contactcenter.channels.email.mailbox.fetch import Fetcher
from contactcenter.channels.email.mailbox.memory import Memory
from contactcenter.channels.email.mailbox.secret import Secret
from contactcenter.channels.email.mailbox.session import Session
from contactcenter.channels.email.mailbox.trouble import MailboxError
from contactcenter.clock import Clock
from contactcenter.ending import end
from contactcenter.envelope import Unavailable
from contactcenter.ledger import Condition, MailLedger
from contactcenter.settings import Mailbox, Settings

log = structlog.get_logger(__name__)
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 300.0
REFUSED_PAUSE_S = 60.0
"""After a refused sign-in: servers lock accounts that try a wrong password every second."""
SELECT_AGAIN_S = 900.0
"""A folder is selected anew so often: some servers say nothing of what changed under a client."""
TELL_EVERY_S = 60.0
OTHERS_S = 5.0
"""How often a process asks whether the one that watches has gone."""
UP = Gauge("contactcenter_mailbox_up", "Whether mail can be fetched: 1 or 0.", ["account", "folder"])
WAITING = Gauge("contactcenter_mailbox_waiting", "Mails there and not taken.", ["account", "folder"])
FAILING = Gauge("contactcenter_mailbox_failing", "Mails that cannot be fetched.", ["account", "folder"])
TAKEN = Counter("contactcenter_mailbox_taken_total", "Mails taken.", ["account", "folder"])


class FolderWatch:
    """The task of one folder. It ends only when it is closed."""

    def __init__(
        self, mailbox: Mailbox, folder: str, *, secret: Secret, ledger: MailLedger, clock: Clock,
        max_message_bytes: int,
    ) -> None:
        self._mailbox = mailbox
        self._folder = folder
        self._secret = secret
        self._ledger = ledger
        self._clock = clock
        self._max_message_bytes = max_message_bytes
        self._memory = Memory()
        self._pause_s = 0.0
        self._told: Condition | None = None
        self._told_at = 0.0
        self._task: asyncio.Task[None] | None = None
        self._labels = (mailbox.name, folder)
        self.condition = Condition(mailbox.name, folder, code="starting")
        """How it stands just now."""

    def start(self) -> None:
        """Begin. Trouble never reaches the caller: it is told, and tried again."""
        self._task = asyncio.create_task(self._run(), name=f"mailbox {self._mailbox.name}")

    async def close(self) -> None:
        """End, wherever it is; what is not committed stays on the server."""
        if self._task is not None:
            await end(self._task)

    async def _run(self) -> None:
        while True:
            try:
                while not await self._mine():  # noqa: ASYNC110  # another process's end sets no event here
                    await asyncio.sleep(OTHERS_S)
                await self._connected()
            except MailboxError as error:
                if error.code == "auth":
                    self._secret.refused()
                await self._tell(error.code, error.words)
            except Unavailable as error:
                await self._tell("database", str(error))
            except Exception as error:  # whatever it is, it is this folder's, and passes or is told
                log.exception("mailbox.failed", account=self._mailbox.name)
                await self._tell("internal", type(error).__name__)
            await asyncio.sleep(self._pause())

    async def _connected(self) -> None:
        """One connection, from the sign-in until something raises."""
        session = await Session.open(self._mailbox, await self._secret.get())
        try:
            while True:
                fetcher = Fetcher(
                    session, mailbox=self._mailbox, folder=self._folder, ledger=self._ledger, memory=self._memory,
                    clock=self._clock, max_message_bytes=self._max_message_bytes,
                )
                await fetcher.open()
                select_again = self._time() + SELECT_AGAIN_S
                while self._time() < select_again:
                    await self._drain(fetcher)
                    await self._wait(session)
                    if not await self._mine():
                        return
        finally:
            await session.close()

    async def _mine(self) -> bool:
        """Of several processes one watches a folder; should two do so for a while, each mail is still kept once."""
        return await self._ledger.mine(self._mailbox.name, self._folder)

    async def _drain(self, fetcher: Fetcher) -> None:
        """Take everything that is there."""
        before = fetcher.count
        while await fetcher.round():
            TAKEN.labels(*self._labels).inc(fetcher.count - before)
            before = fetcher.count
            self._pause_s = 0.0
            await self._tell("after" if fetcher.after_refused else "", fetcher.after_refused, fetcher.waiting)
        self._pause_s = 0.0
        await self._tell("after" if fetcher.after_refused else "", fetcher.after_refused, fetcher.waiting)

    async def _wait(self, session: Session) -> None:
        if session.can_idle:
            await session.wait_for_push(self._mailbox.idle_s)
        else:
            await asyncio.sleep(self._mailbox.poll_s)
            await session.noop()

    async def _tell(self, code: str, words: str, waiting: int | None = None) -> None:
        """Tell how it stands: what changed at once, the rest now and then."""
        failing = self._memory.told()
        now = Condition(
            self._mailbox.name, self._folder, code or ("mails" if failing else ""),
            words or (failing[0].words if failing and not code else ""),
            self.condition.waiting if waiting is None else waiting, failing,
        )
        self.condition = now
        UP.labels(*self._labels).set(0 if code not in {"", "after"} else 1)
        WAITING.labels(*self._labels).set(now.waiting)
        FAILING.labels(*self._labels).set(len(failing))
        told = self._told
        same = told is not None and (told.code, told.words, told.failing) == (now.code, now.words, now.failing)
        if same and self._time() - self._told_at < TELL_EVERY_S:
            return
        if told is None or told.code != now.code:
            log.info("mailbox.stands", account=now.account, folder=now.folder, code=now.code or "well")
        try:
            await self._ledger.tell(now)
        except Exception as error:  # noqa: BLE001  # a database that is away is told when it is back
            log.warning("mailbox.untold", account=now.account, error=type(error).__name__)
            return
        self._told, self._told_at = now, self._time()

    def _pause(self) -> float:
        """How long until the next attempt; a little by chance, so that many do not come at once."""
        least = REFUSED_PAUSE_S if self.condition.code == "auth" else FIRST_PAUSE_S
        self._pause_s = min(max(self._pause_s * 2, least), LONGEST_PAUSE_S)
        return self._pause_s * random.uniform(0.8, 1.2)  # noqa: S311

    def _time(self) -> float:
        return asyncio.get_running_loop().time()


class Mailboxes:
    """Every folder of every account."""

    def __init__(self, watches: Sequence[FolderWatch]) -> None:
        self.watches = list(watches)

    def conditions(self) -> list[Condition]:
        """How each folder stands."""
        return [watch.condition for watch in self.watches]

    async def close(self) -> None:
        """End them all at once."""
        await asyncio.gather(*(watch.close() for watch in self.watches))


def start(settings: Settings, ledger: MailLedger, clock: Clock) -> Mailboxes:
    """Watch every folder of the settings. Never raises for an account: that is told as its condition."""
    watches = [
        FolderWatch(
            mailbox, folder, secret=secret, ledger=ledger, clock=clock,
            max_message_bytes=settings.mail.max_message_bytes,
        )
        for mailbox, secret in ((one, Secret(one, Path(settings.data_dir))) for one in settings.mail.mailboxes)
        for folder in mailbox.folders
    ]
    for watch in watches:
        watch.start()
    return Mailboxes(watches)
