"""A house and all that is around it: a mailbox server, a relay, patrons, mail servers, a librarian's program.

Every wire to a mail server is a cable that hears what passes, so that the house can be killed at the
moment at which a mail is fetched and not yet committed, moved and not yet written down, taken by the
relay and not yet settled.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.kill.clients import PAUSE_S, Promises, answers, chats, pipes_mail, posts, writes_mail
from tests.kill.served import Served
from tests.neighbours.cable import Cable, laid
from tests.neighbours.dovecot import Dovecot
from tests.neighbours.ports import free_port
from tests.neighbours.smtp import SmtpSink

MOMENTS: dict[str, tuple[str, bool, tuple[bytes, ...]]] = {
    "fetched": ("imap", True, (b"BODY[]",)),
    "to_be_dealt_with": ("imap", False, (b"UID MOVE", b"UID STORE")),
    "to_be_expunged": ("imap", False, (b"UID EXPUNGE",)),
    "mail_came": ("door", False, (b"\r\n.\r\n",)),
    "mail_was_kept": ("door", True, (b"250 2.0.0 Kept",)),
    "mail_left": ("relay", False, (b"\r\n.\r\n",)),
    "relay_took_it": ("relay", True, (b"kept as",)),
}
"""Name → the wire, whether the server speaks, and one of the words that pass."""
LATEST_S = 3.0
"""If nothing of the kind passes for so long, it is killed all the same."""


ENOUGH_S = 60.0


@dataclass(frozen=True)
class Pace:
    """How long everybody pauses between two of what they do."""

    mail_s: float = 3 * PAUSE_S
    pipe_s: float = PAUSE_S
    post_s: float = 0.25
    chat_s: float = 2 * PAUSE_S


@dataclass
class Town:
    """`served` is the house; `accounts` of it are mailboxes that keep, flag, move and delete what was taken."""

    served: Served
    dovecot: Dovecot
    sink: SmtpSink
    wires: dict[str, Cable]
    dice: random.Random
    promises: Promises
    heard: dict[str, asyncio.Event] = field(default_factory=dict)
    kills: dict[str, int] = field(default_factory=dict)
    people: list[asyncio.Task[None]] = field(default_factory=list)

    def listen(self) -> None:
        for name, wire in self.wires.items():
            of_wire = [(moment, answer, words) for moment, (at, answer, words) in MOMENTS.items() if at == name]

            def overheard(
                data: bytes, answer: bool, of_wire: list[tuple[str, bool, tuple[bytes, ...]]] = of_wire
            ) -> None:
                for moment, server, words in of_wire:
                    if server is answer and any(word in data for word in words):
                        self.heard[moment].set()

            wire.overheard = overheard
        self.heard = {moment: asyncio.Event() for moment in MOMENTS}

    async def kill(self, moment: str = "") -> None:
        """Kill the house at such a moment, or at any, and start it again."""
        await asyncio.sleep(self.dice.uniform(0.05, 1.2))
        self.promises.more()
        if moment:
            self.heard[moment].clear()
            try:
                async with asyncio.timeout(LATEST_S):
                    await self.heard[moment].wait()
                # At once, within a commit's time, or somewhat later.
                await asyncio.sleep(self.dice.choice((0.0, self.dice.uniform(0, 0.01), self.dice.uniform(0, 0.05))))
            except TimeoutError:
                moment = f"{moment} (waited in vain)"
        self.served.kill()
        self.kills[moment or "any"] = self.kills.get(moment or "any", 0) + 1
        await asyncio.sleep(self.dice.uniform(0, 0.2))
        self.served.start()
        await self.served.ready()

    async def go_home(self) -> None:
        """Everybody ends what they are at, once enough was promised. Raises what one of them raised."""
        async with asyncio.timeout(ENOUGH_S):
            while not self.promises.enough:
                await asyncio.sleep(PAUSE_S)
        self.promises.over.set()
        await asyncio.gather(*self.people)


@asynccontextmanager
async def open_town(
    folder: Path, database_url: str, *, dovecot: Dovecot, sink: SmtpSink, dice: random.Random, pace: Pace,
    bounded: bool = False,
) -> AsyncIterator[Town]:
    """Start the house and everybody around it. At the end everybody goes home, and the house is killed.

    `bounded`: before each kill so much comes and no more; otherwise as much as the pace gives.
    """
    accounts = {dovecot.new_user(): after for after in ("keep", "flag", "move:Taken", "delete")}
    mail_port = free_port()
    async with laid(dovecot.imap_port) as imap, laid(sink.port) as relay, laid(mail_port) as door:
        served = Served(folder, database_url, relay.port, imap_port=imap.port, accounts=accounts, mail_port=mail_port)
        code, token = await served.command("token", "create", "--name", "answers", "--role", "admin")
        assert code == 0
        promises = Promises(most_posted=0, most_piped=0) if bounded else Promises()
        town = Town(served, dovecot, sink, {"imap": imap, "relay": relay, "door": door}, dice, promises)
        town.listen()
        served.start()
        try:
            await served.ready()
            town.people = [asyncio.create_task(work) for work in (
                *(writes_mail(door.port, promises, name, pace.mail_s) for name in ("mail", "letter")),
                pipes_mail(served, promises, pace.pipe_s),
                *(chats(served, promises, name, pace.chat_s) for name in ("amina", "lilei")),
                answers(served, promises, token.strip()),
                *(posts(dovecot, user, promises, random.Random(dice.random()), pace.post_s) for user in accounts),  # noqa: S311
            )]
            yield town
        finally:
            promises.over.set()
            served.kill()
            for one in town.people:
                one.cancel()
            if town.people:
                await asyncio.wait(town.people, timeout=10)
