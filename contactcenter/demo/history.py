"""Letting the plan happen: the same verbs as everywhere, told another time.

Every inquiry goes through the intake and every answer through the outbox; nothing is written into tables
from here. All of it is one transaction: a start that was interrupted leaves an empty house, not half a past.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.channels.registry import receivers
from contactcenter.demo.cast import Cast
from contactcenter.demo.chats import chats
from contactcenter.demo.doors import arrival, sequel
from contactcenter.demo.outbox import Outbox
from contactcenter.demo.plan import Act, Story, plan
from contactcenter.demo.post_office import PostOffice
from contactcenter.demo.records import Records
from contactcenter.envelope import Raw
from contactcenter.events.record import Actor
from contactcenter.house import House
from contactcenter.intake.accept import accept
from contactcenter.intake.understand import Understanding
from contactcenter.queue.claim import take
from contactcenter.shapes.asks import NoteAsk, ReplyAsk
from contactcenter.tickets.link import link
from contactcenter.tickets.merge import merge
from contactcenter.tickets.note import note
from contactcenter.tickets.presence import come, leave
from contactcenter.tickets.read import read
from contactcenter.tickets.reply import reply
from contactcenter.tickets.state import change_state
from contactcenter.tickets.tables import TicketRow

SEED = 2026
Tell = Callable[[int, int], None]
"""Hears how many of how many acts are done."""


@dataclass(slots=True)
class Turn:
    """One act of one story, and the one before whom it is."""

    story: Story
    act: Act


async def any_ticket(house: House) -> bool:
    """Whether the house has a past already."""
    async with house.database.read() as session:
        return (await session.execute(select(TicketRow.id).limit(1))).scalar_one_or_none() is not None


class History:
    """Fills one empty house."""

    def __init__(self, house: House, staff: dict[str, Scope], office: PostOffice) -> None:
        self._house = house
        self._staff = staff
        self._at = house.clock()
        self._understanding = Understanding(
            house.database, house.blobs, receivers(house.settings, house.key), lambda: self._at
        )
        self._outbox = Outbox(house, office)
        self._records = Records(SEED)
        self._dice = random.Random(SEED)  # noqa: S311  # a story, not a secret

    async def fill(self, tell: Tell) -> int:
        """Let everything happen in the order of time; how many inquiries there were."""
        now = self._house.clock()
        offset = now.astimezone(ZoneInfo(self._house.settings.library.timezone)).utcoffset() or timedelta()
        stories = [*plan(seed=SEED, end=now, offset=offset), *self._chats(now, offset)]
        turns = sorted(_turns(stories), key=lambda turn: turn.act.at)
        async with self._house.database.transaction() as session:
            for number, turn in enumerate(turns, 1):
                # What fell on a time to come is told at once.
                self._at = min(turn.act.at, now)
                await self._happen(session, turn)
                tell(number, len(turns))
            await self._read(session, stories, now)
            await self._records.count(session, scopes=self._staff, end=now)
            # What is for nobody is the real worker's to try.
            session.info["queued"] = True
        return len(stories)

    async def _happen(self, session: AsyncSession, turn: Turn) -> None:
        story, act = turn.story, turn.act
        if act.verb in ("arrive", "follow"):
            story.ticket_id = await self._arrive(session, self._said(story, act)) or story.ticket_id
        elif act.verb in ("come", "leave"):
            await (come if act.verb == "come" else leave)(session, ticket_id=_told(story), now=self._at)
        else:
            await self._work(session, story, act, _told(story))
        await session.flush()
        if story.ticket_id is not None:
            await self._outbox.send(session, at=self._at)

    def _chats(self, now: datetime, offset: timedelta) -> list[Story]:
        dice = random.Random(SEED + 1)  # noqa: S311  # a story, not a secret
        return chats(dice, Cast(dice), end=now, offset=offset)

    def _said(self, story: Story, act: Act) -> Raw:
        if act.verb == "arrive":
            return arrival(story, at=self._at, author=self._author(story), settings=self._house.settings)
        return sequel(story, act.text, at=self._at, got=self._outbox.last(story.ticket_id), dice=self._dice)

    async def _arrive(self, session: AsyncSession, raw: Raw) -> int | None:
        inbound = self._understanding.parse_now(raw)
        inbound_id = (await accept(session, raws=[raw], blobs=self._house.blobs, now=self._at))[0]
        return (await self._understanding.in_hand(session, inbound_id, inbound, self._at)).ticket_id

    async def _work(self, session: AsyncSession, story: Story, act: Act, ticket_id: int) -> None:
        scope, actor, now = self._staff[act.by], Actor("staff", self._staff[act.by].staff_id), self._at
        client_id = f"demo-{self._dice.getrandbits(64):016x}"
        match act.verb:
            case "take":
                await take(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id)
            case "note":
                await note(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id,
                           ask=NoteAsk(text=act.text, client_id=client_id))
            case "reply":
                ticket = await session.get(TicketRow, ticket_id)
                ask = ReplyAsk(text=act.text, client_id=client_id, then=act.then,
                               expected_version=ticket.version if ticket is not None else 0)
                await reply(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id, ask=ask)
                if act.then == "close":
                    await self._records.keep(session, scope=scope, now=now, ticket_id=ticket_id,
                                             need=story.scenario.need)
            case "wait_third":
                await change_state(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id,
                                   state="waiting_third")
            case "snooze":
                await change_state(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id, state="snoozed",
                                   until=act.until)
            case "close":
                await change_state(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id, state="closed")
                await self._records.keep(session, scope=scope, now=now, ticket_id=ticket_id, need=story.scenario.need)
            case "merge":
                await merge(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id, into=_told(act.other))
            case _:
                await link(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id, other=_told(act.other))

    async def _read(self, session: AsyncSession, stories: list[Story], now: datetime) -> None:
        """Whoever worked on it has read it, and so have their colleagues what is closed."""
        for story in stories:
            ticket = await session.get(TicketRow, story.ticket_id)
            if ticket is None or ticket.state == "open":
                continue
            for scope in self._staff.values():
                if scope.sees_all or ticket.queue_id in scope.queue_ids:
                    await read(session, scope=scope, actor=Actor("staff", scope.staff_id), now=now,
                               ticket_id=ticket.id, up_to=ticket.version)

    def _author(self, story: Story) -> int | None:
        """Who wrote a desk question down: whoever answers it."""
        login = next((act.by for act in story.acts if act.by), "")
        return self._staff[login].staff_id if login in self._staff else None


def _turns(stories: list[Story]) -> Iterator[Turn]:
    for story in stories:
        for act in story.acts:
            yield Turn(story, act)


def _told(story: Story | None) -> int:
    if story is None or story.ticket_id is None:
        raise RuntimeError("the plan lets something happen to an inquiry before it has arrived")
    return story.ticket_id
