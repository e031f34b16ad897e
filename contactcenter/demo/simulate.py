"""Patrons who write by themselves, through the real doors only: SMTP, the form, the chat's socket.

As the demo has them, or as a trainer says (`training.py`).
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from sqlalchemy import func, select

from contactcenter.demo.by_chat import chat
from contactcenter.demo.by_form import fill_in
from contactcenter.demo.by_mail import MailPatrons
from contactcenter.demo.cast import Cast
from contactcenter.demo.fax_machine import FaxMachines
from contactcenter.demo.patrons import Patron
from contactcenter.demo.post_office import PostOffice
from contactcenter.demo.scenario import Scenario, book
from contactcenter.demo.training import Kind, Training
from contactcenter.ending import end
from contactcenter.house import House
from contactcenter.tickets.tables import TicketRow

log = structlog.get_logger(__name__)
ENOUGH_WAITING = 60
"""With so many waiting the patrons pause: a demo left alone must not grow without bound."""
MOST_CHATS = 5
OPENS_S = 2.0
ONE_RINGS = 1
"""Nobody begins a chat while so many wait: a visitor who looks around as a librarian is not rung at all the time."""
MOST_CHATS_TRAINING, ENOUGH_TRAINING = 60, 1_000
"""In training it is as busy as the trainer says."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often somebody writes, and how long they read and type, in seconds."""

    mail_every_s: float = 20.0
    chat_every_s: float = 65.0
    form_every_s: float = 80.0
    fax_every_s: float = 240.0
    begin_s: float = 2.0
    read_s: float = 12.0
    type_s: float = 3.0
    form_s: float = 6.0
    patience_s: float = 180.0


class Simulation:
    """All simulated patrons of one house. `base` is where its web pages are."""

    def __init__(
        self, house: House, office: PostOffice, base: str, *, seed: int | None = None, pace: Pace | None = None,
        machines: FaxMachines | None = None,
    ) -> None:
        self._house = house
        self._office = office
        self._base = base
        self._dice = random.Random(seed)  # noqa: S311  # who writes next is no secret
        self._cast = Cast(self._dice)
        self._pace = pace or Pace()
        self._machines = machines
        self._mail = MailPatrons(house, self._dice)
        self._tasks: set[asyncio.Task[None]] = set()
        self._chats: set[asyncio.Task[None]] = set()
        self.training: Training | None = None
        """How busy it is by a trainer's word; one that has ended stays to be read."""
        self._changed = asyncio.Event()

    @property
    def _trains(self) -> bool:
        return self.training is not None and self.training.ended_at is None

    def train(self, training: Training) -> None:
        """From now on patrons come as this says."""
        self.training = training
        self._change()

    def end_training(self, now: datetime) -> None:
        """Patrons come as they do in the demo."""
        if self.training is not None and self.training.ended_at is None:
            self.training = replace(self.training, ended_at=now)
            self._change()

    def _change(self) -> None:
        # Who waits for their turn asks anew when that is.
        before, self._changed = self._changed, asyncio.Event()
        before.set()

    def start(self) -> None:
        """Begin to write, a moment later: the web server opens meanwhile."""
        self._office.listeners.append(self._mail.got)
        rounds: tuple[tuple[Kind, float, Callable[[], Awaitable[None]]], ...] = (
            ("mail", self._pace.mail_every_s, self._write_mail),
            ("chat", self._pace.chat_every_s, self._begin_chat),
            ("form", self._pace.form_every_s, self._fill_in),
        )
        for kind, every_s, act in rounds:
            self._start(self._again(kind, every_s, act))
        self._start(self._answer_mail())
        if self._machines is not None:
            self._start(self._fax_now_and_then(self._machines))

    async def close(self) -> None:
        """Leave off, in the middle of a word if need be."""
        if self._mail.got in self._office.listeners:
            self._office.listeners.remove(self._mail.got)
        await end(*self._tasks, *self._chats)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        self._tasks.add(asyncio.create_task(work))

    async def _again(self, kind: Kind, every_s: float, act: Callable[[], Awaitable[None]]) -> None:
        if self._trains:
            # The web server opens meanwhile.
            await asyncio.sleep(min(self._pace.begin_s, OPENS_S))
            comes = await self._rest(self._until_next(kind, every_s))
        else:
            comes = await self._rest(self._pace.begin_s + every_s * self._dice.uniform(0.05, 0.3))
        while True:
            if comes:
                try:
                    if await self._waiting() < (ENOUGH_TRAINING if self._trains else ENOUGH_WAITING):
                        await act()
                except Exception as error:  # noqa: BLE001  # a patron whose mail was refused stops no other
                    log.warning("demo.patron_failed", error=type(error).__name__, detail=str(error)[:200])
            comes = await self._rest(self._until_next(kind, every_s))

    def _until_next(self, kind: Kind, every_s: float) -> float | None:
        """Seconds until the next of this kind; None: none comes."""
        if self.training is None or not self._trains:
            return every_s * self._dice.uniform(0.7, 1.3)
        an_hour = self.training.load.an_hour[kind]
        return self._dice.expovariate(an_hour / 3600) if an_hour > 0 else None

    async def _rest(self, seconds: float | None) -> bool:
        """Wait so long. False: it is another time that counts by now."""
        changed = self._changed
        try:
            async with asyncio.timeout(seconds):
                await changed.wait()
        except TimeoutError:
            return True
        return False

    async def _fax_now_and_then(self, machines: FaxMachines) -> None:
        """In a training nobody faxes: it counts what a trainer asked for."""
        while True:
            await asyncio.sleep(self._pace.begin_s + self._pace.fax_every_s * self._dice.uniform(0.3, 1.0))
            if self._trains or await self._waiting() >= ENOUGH_WAITING:
                continue
            patron, scenario = self._cast.draw()
            try:
                await machines.send(patron, f"{scenario.subject}\n\n{scenario.text}\n\n{patron.name}")
            except Exception as error:  # noqa: BLE001  # as below
                log.warning("demo.patron_failed", error=type(error).__name__, detail=str(error)[:200])

    async def _write_mail(self) -> None:
        await self._mail.write(*self._cast.draw())

    async def _answer_mail(self) -> None:
        """Patrons read what they got, one after the other, and answer."""
        while True:
            letter = await self._mail.waiting.get()
            await asyncio.sleep(self._pace.read_s * self._dice.uniform(0.6, 1.4))
            try:
                await self._mail.answer(letter)
            except Exception as error:  # noqa: BLE001  # as above
                log.warning("demo.patron_failed", error=type(error).__name__, detail=str(error)[:200])

    async def _begin_chat(self) -> None:
        if self._trains:
            if len(self._chats) >= MOST_CHATS_TRAINING:
                return
        elif len(self._chats) >= MOST_CHATS or await self._wait_for_words() >= ONE_RINGS:
            return
        patron, scenario = self._cast.draw()
        if self._trains and not await self._rings(scenario):
            scenario = scenario.model_copy(update={"queue": "general"})
        words = book(patron.locale)
        task = asyncio.create_task(self._chat(
            patron, scenario, (self._dice.choice(words.hello), scenario.text), words.rest(scenario, self._dice),
        ))
        self._chats.add(task)
        task.add_done_callback(self._chats.discard)

    async def _chat(
        self, patron: Patron, scenario: Scenario, first: tuple[str, str], rest: tuple[str, ...]
    ) -> None:
        pace = self._pace
        if self.training is not None and self._trains:
            pace = replace(pace, patience_s=self._dice.expovariate(1 / self.training.load.patience_s))
        try:
            await chat(self._base, patron, scenario, first=first, rest=rest, pace=pace, dice=self._dice)
        except Exception as error:  # noqa: BLE001  # as above
            log.warning("demo.patron_failed", error=type(error).__name__, detail=str(error)[:200])

    async def _fill_in(self) -> None:
        patron, scenario = self._cast.draw()
        await fill_in(self._base, patron, scenario, wait_s=self._pace.form_s)

    async def _rings(self, scenario: Scenario) -> bool:
        """Whether its department is open: who trains at night is to be rung, not left messages."""
        return (await self._house.desk.hours(self._house.clock(), scenario.queue)).open

    async def _wait_for_words(self) -> int:
        """How many sit in a chat and were not answered yet: these ring where a librarian is available."""
        async with self._house.database.near() as session:
            return int((await session.execute(
                select(func.count()).select_from(TicketRow).where(TicketRow.live, TicketRow.lane == "waiting")
            )).scalar_one())

    async def _waiting(self) -> int:
        """How many inquiries wait for a librarian, counted no further than needed."""
        async with self._house.database.read() as session:
            some = select(TicketRow.id).where(TicketRow.lane == "waiting").limit(ENOUGH_TRAINING).subquery()
            return int((await session.execute(select(func.count()).select_from(some))).scalar_one())
