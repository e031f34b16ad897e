"""Some weeks of history for an empty house: the same verbs as everywhere, told another time.

Every mail goes through the intake and every answer through the outbox, with a clock that stands where
the story stands; nothing is written into tables from here.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import StaffRow
from contactcenter.channels.registry import receivers
from contactcenter.demo.letters import letter
from contactcenter.demo.scenarios import CHINESE, ENGLISH, PEOPLE_EN, PEOPLE_ZH, Question
from contactcenter.envelope import Raw
from contactcenter.events.record import Actor
from contactcenter.house import House
from contactcenter.intake.accept import accept
from contactcenter.intake.understand import Understanding
from contactcenter.queue.claim import take
from contactcenter.queue.scope import scope_of
from contactcenter.shapes import NoteAsk, ReplyAsk
from contactcenter.tickets.link import link
from contactcenter.tickets.merge import merge
from contactcenter.tickets.note import note
from contactcenter.tickets.reply import reply
from contactcenter.tickets.state import change_state
from contactcenter.tickets.tables import TicketRow

INQUIRIES = 110
LONG_THREAD = 200
Tell = Callable[[int, int], None]


class History:
    """Fills one house. `tell` hears how far it is."""

    def __init__(self, house: House, people: dict[str, int], tell: Tell) -> None:
        self._house = house
        self._people = people
        self._tell = tell
        self._dice = random.Random(42)  # noqa: S311  # the same story every time
        self._at = house.clock()
        self._understanding = Understanding(
            house.database, house.blobs, receivers(house.settings, house.key), lambda: self._at
        )

    async def fill(self) -> int:
        """Tell the whole story; how many tickets there are now. Does nothing in a house that has any."""
        async with self._house.database.read() as session:
            if (await session.execute(select(TicketRow.id).limit(1))).scalar_one_or_none() is not None:
                return 0
        end = self._house.clock()
        for number in range(INQUIRIES):
            # Denser towards today; the last ones are still waiting.
            self._at = end - timedelta(days=21 * (1 - number / INQUIRIES) ** 2, minutes=self._dice.randrange(240))
            await self._inquiry(number)
            self._tell(number + 1, INQUIRIES + 3)
        self._at = end - timedelta(days=4)
        await self._long_thread()
        self._at = end - timedelta(hours=3)
        await self._odd_ones()
        self._tell(INQUIRIES + 3, INQUIRIES + 3)
        return INQUIRIES

    async def _inquiry(self, number: int) -> None:
        chinese = number % 2 == 0
        question = (CHINESE if chinese else ENGLISH)[(number // 2) % len(CHINESE if chinese else ENGLISH)]
        person = self._dice.choice(PEOPLE_ZH if chinese else PEOPLE_EN)
        ticket_id = await self._mail(question, person)
        if number > INQUIRIES - 16:
            return
        mate = "wangfang" if question.to.startswith("loans") or (chinese and "general" in question.to) else "rosa"
        await self._work(ticket_id, question, mate, number)

    async def _work(self, ticket_id: int, question: Question, login: str, number: int) -> None:
        self._at += timedelta(minutes=self._dice.randrange(4, 90))
        scope, actor = await self._who(login)
        async with self._house.database.transaction() as session:
            await take(session, scope=scope, actor=actor, now=self._at, ticket_id=ticket_id)
            if number % 7 == 3:  # noqa: PLR2004
                await self._note(session, ticket_id, scope, actor)
        if number % 13 == 5:  # noqa: PLR2004
            return
        end = "close" if number % 3 else "waiting_patron"
        await self._answer(ticket_id, question.answer, login, end)
        if number % 4 == 1:
            self._at += timedelta(minutes=self._dice.randrange(10, 200))
            await self._follow(ticket_id, question.again)
            if number % 8 == 1:
                self._at += timedelta(minutes=20)
                await self._answer(ticket_id, question.answer, login, "close")
        elif number % 11 == 2:  # noqa: PLR2004
            async with self._house.database.transaction() as session:
                until = self._house.clock() + timedelta(days=2)
                ticket = await session.get(TicketRow, ticket_id)
                if ticket is not None and ticket.state == "waiting_patron":
                    await change_state(session, scope=scope, actor=actor, now=self._at, ticket_id=ticket_id,
                                       state="snoozed", until=until)

    async def _mail(
        self, question: Question, person: tuple[str, str], *, subject: str = "", automatic: bool = False
    ) -> int:
        mail = letter(name=person[0], address=person[1], to=question.to, subject=subject or question.subject,
                      text=question.text, at=self._at, file=question.file, automatic=automatic)
        return await self._arrive(Raw("email", mail.as_bytes(), {"mail_from": person[1], "rcpt_to": question.to}))

    async def _arrive(self, raw: Raw) -> int:
        async with self._house.database.transaction() as session:
            ids = await accept(session, raws=[raw], blobs=self._house.blobs, now=self._at)
        accepted = (await self._understanding.understand(ids))[0]
        if accepted.ticket_id is None:
            raise RuntimeError("a mail of the demo was not understood")
        return accepted.ticket_id

    async def _follow(self, ticket_id: int, text: str) -> None:
        """The patron answers, to our signed address."""
        async with self._house.database.read() as session:
            ticket = await session.get(TicketRow, ticket_id)
        if ticket is None:
            return
        to = self._house.signer.reply_address(ticket_id)
        mail = letter(name=ticket.patron_name, address=ticket.reply_value or "", to=to, subject=f"Re: {ticket.subject}",
                      text=text, at=self._at)
        await self._arrive(Raw("email", mail.as_bytes(), {"mail_from": ticket.reply_value or "", "rcpt_to": to}))

    async def _answer(self, ticket_id: int, text: str, login: str, then: str) -> None:
        scope, actor = await self._who(login)
        self._at += timedelta(minutes=self._dice.randrange(2, 30))
        async with self._house.database.transaction() as session:
            ticket = await session.get(TicketRow, ticket_id)
            version = ticket.version if ticket is not None else 0
            ask = ReplyAsk.model_validate(
                {"text": text, "client_id": secrets.token_hex(8), "expected_version": version, "then": then}
            )
            await reply(session, scope=scope, actor=actor, now=self._at, ticket_id=ticket_id, ask=ask)

    async def _note(self, session: AsyncSession, ticket_id: int, scope: Scope, actor: Actor) -> None:
        ask = NoteAsk(text="Checked with the subject librarian: this can be done. / 已与学科馆员确认，可以办理。",
                      client_id=secrets.token_hex(8))
        await note(session, scope=scope, actor=actor, now=self._at, ticket_id=ticket_id, ask=ask)

    async def _who(self, login: str) -> tuple[Scope, Actor]:
        async with self._house.database.read() as session:
            staff = await session.get(StaffRow, self._people[login])
            if staff is None:
                raise RuntimeError(login)
            return await scope_of(session, staff), Actor("staff", staff.id)

    async def _long_thread(self) -> None:
        """A conversation of two hundred messages: a librarian's long case."""
        question = ENGLISH[11]
        ticket_id = await self._mail(
            question, PEOPLE_EN[0], subject="Sources for a thesis on salvage law, step by step"
        )
        for turn in range(LONG_THREAD // 2 - 1):
            source = ENGLISH[turn % len(ENGLISH)]
            self._at += timedelta(minutes=18)
            await self._answer(ticket_id, f"{turn + 1}. {source.answer}", "rosa", "waiting_patron")
            self._at += timedelta(minutes=9)
            await self._follow(ticket_id, f"{source.again}")

    async def _odd_ones(self) -> None:
        """One that cannot be delivered, one set aside, two merged, two linked."""
        lost = await self._mail(ENGLISH[3], ("Nobody Known", "nobody@nowhere.example"))
        await self._answer(lost, ENGLISH[3].answer, "ines", "close")
        away = Question("Automatic reply: out of office", "I am away until Monday and will answer then.", "", "")
        await self._mail(away, PEOPLE_EN[5], automatic=True)
        first = await self._mail(CHINESE[2], PEOPLE_ZH[2])
        again = await self._mail(CHINESE[2], PEOPLE_ZH[2], subject="追问：《图书馆论坛》2002年第10期")
        other = await self._mail(CHINESE[10], PEOPLE_ZH[3])
        scope, actor = await self._who("ines")
        async with self._house.database.transaction() as session:
            await merge(session, scope=scope, actor=actor, now=self._at, ticket_id=again, into=first)
            await link(session, scope=scope, actor=actor, now=self._at, ticket_id=first, other=other)
