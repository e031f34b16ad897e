"""One folder on an open connection: what is new is fetched in sets, kept, and then dealt with on the server."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from datetime import UTC, timedelta
from itertools import islice

import structlog

from contactcenter.channels.email.mailbox.memory import Memory
from contactcenter.channels.email.mailbox.session import Given, Session
from contactcenter.channels.email.mailbox.trouble import MailboxError
from contactcenter.clock import Clock
from contactcenter.envelope import Raw
from contactcenter.ledger import Folder, MailLedger, Taken
from contactcenter.settings import Mailbox
from contactcenter.uids import Uids

log = structlog.get_logger(__name__)
MAX_SET_BYTES = 32_000_000
"""One set is so large at most, in memory and in one transaction; a larger mail is a set of its own."""
ACTION_SET = 500
LOOK_AGAIN_S = 60.0
"""How often to ask for everything that is there and not taken; in between, only for what is new."""
AFTER_AGAIN_S = 600.0
"""When the server refuses to move or delete, it is asked again after so long."""


class Fetcher:
    """Fetches from `folder`, which `open` selects."""

    def __init__(
        self, session: Session, *, mailbox: Mailbox, folder: str, ledger: MailLedger, memory: Memory, clock: Clock,
        max_message_bytes: int,
    ) -> None:
        self._session = session
        self._mailbox = mailbox
        self._name = folder
        self._ledger = ledger
        self._memory = memory
        self._clock = clock
        self._max_message_bytes = max_message_bytes
        self._folder = Folder(mailbox.name, folder, 0)
        self._taken = Taken(Uids(), Uids(), Uids(), 1)
        self._top = 0
        self._untaken: list[int] = []
        self._look_again = 0.0
        self._after_again = 0.0
        self.after_refused = ""
        """The server's words when it would not do what should happen to taken mail."""
        self.count = 0
        """How many mails this connection took."""

    @property
    def waiting(self) -> int:
        """How many mails are there and not taken."""
        return len(self._untaken)

    async def open(self) -> None:
        """Select the folder and find out how far we are in it."""
        selected = await self._session.select(self._name)
        self._folder = Folder(self._mailbox.name, self._name, selected.uid_validity)
        there = [] if selected.uid_next else await self._session.present(Uids(), and_above=1)
        self._top = (selected.uid_next or (there[-1] if there else 0) + 1) - 1
        self._taken = await self._ledger.taken(
            self._folder, uid_next=self._top + 1, passed_over=await self._passed_over()
        )

    async def round(self) -> bool:
        """Look once and take a set; whether there was something to do."""
        await self._after()
        await self._look()
        chosen = self._memory.choose(self._untaken, time=self._time())
        if not chosen:
            return False
        sizes = await self._session.sizes(Uids.of(chosen))
        for uid in chosen:
            if uid not in sizes:
                self._fail(uid, "The server has just named it and does not know it.")
        for uid in [uid for uid, size in sizes.items() if size > self._max_message_bytes]:
            self._fail(uid, f"It has {sizes.pop(uid)} bytes, more than mail.max_message_bytes.")
        for part in parts(sizes):
            await self._take(part)
        if self.waiting:
            await self._ledger.room()
        return True

    async def _look(self) -> None:
        """What is there and not taken: what came since the last look, and now and then all of it.

        To name a hundred thousand mails that wait costs a megabyte: not for each set that is taken of them.
        """
        time = self._time()
        whole = time >= self._look_again
        gaps = self._taken.uids.gaps(self._top) if whole else Uids()
        present = await self._session.present(gaps, and_above=self._top + 1)
        if whole:
            self._look_again, self._untaken = time + LOOK_AGAIN_S, []
            await self._give_up(gaps - Uids.of(present), time)
        self._untaken += [uid for uid in present if uid not in self._taken.uids]
        self._top = max(self._top, *present[-1:], 0)

    async def _passed_over(self) -> Uids:
        """What is there already and is not wanted (`begin = "new"`).

        Only when the folder is seen for the first time. Under a new UIDVALIDITY the same old mail must stay
        unwanted, and what came since must not be: that the server tells by the day on which it got it.
        """
        if self._mailbox.begin == "all":
            return Uids()
        first = await self._ledger.first_seen(self._mailbox.name, self._name)
        if first is None:
            return Uids.span(1, self._top)
        return Uids.of(await self._session.older_than(first - timedelta(days=1)))

    async def _take(self, uids: Uids) -> None:
        bodies = await self._bodies(uids)
        if not bodies:
            return
        mails = [(uid, self._raw(uid, bodies[uid])) for uid in sorted(bodies)]
        pending = self._mailbox.after != "keep"
        await self._ledger.keep(self._folder, mails, pending=pending)
        kept = Uids.of(bodies)
        self._taken = Taken(
            self._taken.uids | kept, self._taken.pending | kept if pending else self._taken.pending, self._taken.gone,
            self._taken.first_uid_next,
        )
        self.count += len(bodies)
        self._untaken = [uid for uid in self._untaken if uid not in kept]
        for uid in bodies:
            self._memory.failures.pop(uid, None)
        await self._after()

    async def _bodies(self, uids: Uids) -> dict[int, Given]:
        """The mails of a set; those that the server will not give are remembered as failing."""
        try:
            bodies = await self._session.bodies(uids)
        except MailboxError as error:
            if error.lost:
                self._memory.lost_during(len(uids))
                if len(uids) == 1:
                    self._fail(next(iter(uids)), error.words)
                raise
            bodies = {}
        else:
            self._memory.went_well()
        if len(bodies) < len(uids):
            bodies.update(await self._one_by_one(uids - Uids.of(bodies)))
        return bodies

    async def _one_by_one(self, uids: Uids) -> dict[int, Given]:
        """One mail that the server cannot read makes many servers refuse the whole set."""
        bodies: dict[int, Given] = {}
        for uid in await self._session.present(uids):
            try:
                body = (await self._session.bodies(Uids.of([uid]))).get(uid)
            except MailboxError as error:
                self._fail(uid, error.words)
                if error.lost:
                    raise
                continue
            if body is None:
                self._fail(uid, "The server holds it and does not give it.")
            else:
                bodies[uid] = body
        return bodies

    async def _give_up(self, absent: Uids, time: float) -> None:
        gone = self._memory.given_up(absent, time=time)
        if gone:
            await self._ledger.missing(self._folder, gone)
            self._taken = Taken(
                self._taken.uids | gone, self._taken.pending, self._taken.gone | gone, self._taken.first_uid_next
            )

    async def _after(self) -> None:
        """Flag, move or delete what was taken, and write down that it is done."""
        if not self._taken.pending or self._time() < self._after_again:
            return
        while self._taken.pending:
            some = Uids.of(islice(self._taken.pending, ACTION_SET))
            try:
                await self._deal_with(some)
            except MailboxError as error:
                if error.lost:
                    raise
                self.after_refused, self._after_again = error.words, self._time() + AFTER_AGAIN_S
                return
            await self._ledger.done(self._folder, some)
            self._taken = Taken(
                self._taken.uids, self._taken.pending - some, self._taken.gone, self._taken.first_uid_next
            )
        self.after_refused = ""

    async def _deal_with(self, uids: Uids) -> None:
        what, _, folder = self._mailbox.after.partition(":")
        still = Uids.of(await self._session.present(uids))
        if not still:
            return
        if what == "flag":
            await self._session.flag(still)
        elif what == "move":
            await self._session.move(still, folder)
        elif what == "delete":
            await self._session.delete(still)

    def _raw(self, uid: int, mail: Given) -> Raw:
        meta = {
            "peer": f"imap:{self._mailbox.host}", "mailbox": self._mailbox.name, "folder": self._name, "uid": str(uid)
        }
        if self._mailbox.address:
            meta["rcpt_to"] = self._mailbox.address
        if mail.since is not None:
            meta["internal_date"] = mail.since.astimezone(UTC).isoformat()
        return Raw("email", mail.body, meta)

    def _fail(self, uid: int, words: str) -> None:
        self._memory.failed(uid, words, at=self._clock(), time=self._time())
        log.warning("mailbox.mail_failed", account=self._mailbox.name, uid=uid)

    def _time(self) -> float:
        return asyncio.get_running_loop().time()


def parts(sizes: Mapping[int, int]) -> Iterator[Uids]:
    """Sets of at most `MAX_SET_BYTES`, in order; a larger mail stands alone."""
    part: list[int] = []
    held = 0
    for uid in sorted(sizes):
        if part and held + sizes[uid] > MAX_SET_BYTES:
            yield Uids.of(part)
            part, held = [], 0
        part.append(uid)
        held += sizes[uid]
    if part:
        yield Uids.of(part)
