"""Opening the demo on a built house, and closing it."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from aiohttp import web
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from contactcenter.accounts.scope import Scope
from contactcenter.demo.booth import BoothPages, give_telephones
from contactcenter.demo.carrier.exchange import Exchange
from contactcenter.demo.fax_machine import FaxMachines
from contactcenter.demo.fax_pages import FaxPages
from contactcenter.demo.first_page import FirstPage
from contactcenter.demo.history import History, any_ticket
from contactcenter.demo.hours import open_departments
from contactcenter.demo.neighbours import base_of, neighbours
from contactcenter.demo.office_pages import OfficePages
from contactcenter.demo.page import Pages
from contactcenter.demo.people import ensure_people
from contactcenter.demo.policy import arrange
from contactcenter.demo.post_office import PostOffice
from contactcenter.demo.promises import promise
from contactcenter.demo.settle import settle_in
from contactcenter.demo.simulate import Pace, Simulation
from contactcenter.demo.training import Load, Training
from contactcenter.demo.training_page import TrainingPage
from contactcenter.house import House
from contactcenter.settings import Settings

REPORTS_AFTER_S = 2.0
"""The gateway dials so long."""


class Demo:
    """One demo: its post office, its pages, its people and their past, its patrons."""

    def __init__(
        self, *, pace: Pace | None = None, seed: int | None = None, past: bool = True, load: Load | None = None
    ) -> None:
        """`load`: begin with a training.

        For tests: `pace` and `seed` make patrons quick and repeatable, `past=False` begins in an empty house.
        """
        self.office = PostOffice()
        self.exchange = Exchange(token=secrets.token_hex(16))
        self._pace = pace
        self._seed = seed
        self._past = past
        self._load = load

    def neighbours(self, settings: Settings) -> AbstractAsyncContextManager[Settings]:
        """What stands around the house while the demo lasts; the settings that point there."""
        return neighbours(settings, self.office, self.exchange)

    @asynccontextmanager
    async def play(self, app: web.Application, house: House) -> AsyncIterator[None]:
        """Mount the demo's pages, make its people and, once, its past; let its patrons write."""
        async with house.database.transaction() as session:
            staff = await ensure_people(session, now=house.clock())
            await settle_in(session, now=house.clock(), scope=staff["ines"])
            await open_departments(
                session, scope=staff["ines"], now=house.clock(), zone=house.settings.library.timezone
            )
            if self.exchange.open:
                await give_telephones(session, exchange=self.exchange, staff=staff, now=house.clock())
            await promise(session, scope=staff["ines"], now=house.clock())
        pages = Pages(house.settings)
        if self.exchange.open:
            pages.booth = True
            BoothPages(pages, self.exchange).mount(app)
            app.on_shutdown.append(self._hang_up)
        FirstPage(house, pages, staff).mount(app)
        OfficePages(house, pages, self.office).mount(app)
        machines = FaxMachines(house, random.Random(self._seed), reports_after_s=REPORTS_AFTER_S)  # noqa: S311  # whose line is busy is no secret
        if machines.open:
            pages.fax = True
            self.office.listeners.append(machines.got)
            FaxPages(house, pages, self.office, machines).mount(app)
        if self._past and not await any_ticket(house):
            await self._tell_history(house, staff)
        if self._past:
            async with house.database.transaction() as session:
                await arrange(session, staff=staff, now=house.clock())
        simulation = Simulation(
            house, self.office, base_of(house.settings), seed=self._seed, pace=self._pace,
            machines=machines if machines.open else None,
        )
        TrainingPage(house, pages, simulation).mount(app)
        if self._load is not None:
            simulation.train(Training(self._load, house.clock()))
        simulation.start()

        async def leave(_: web.Application) -> None:
            # Before the web server waits for its connections to end: these are some of them.
            await machines.close()
            await simulation.close()

        app.on_shutdown.append(leave)
        try:
            yield
        finally:
            await machines.close()
            await simulation.close()

    async def _hang_up(self, _: web.Application) -> None:
        """Before the web server waits for its requests to end: calls ask it things."""
        await self.exchange.close()

    async def _tell_history(self, house: House, staff: dict[str, Scope]) -> None:
        console = Console(stderr=True, highlight=False)
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"),
                   TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task("Demo: five weeks of inquiries, once", total=None)
            made = await History(house, staff, self.office).fill(
                lambda done, total: progress.update(task, completed=done, total=total)
            )
        console.print(f"Demo: {made} inquiries of the last five weeks are there; nobody in them exists")
        await asyncio.sleep(0)

