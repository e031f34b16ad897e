"""Opening the demo on a built house, and closing it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from rich.console import Console
from rich.progress import Progress

from contactcenter.demo.history import History
from contactcenter.demo.pages import Pages
from contactcenter.demo.people import ensure_people
from contactcenter.demo.simulate import Patrons
from contactcenter.house import House

log = structlog.get_logger(__name__)


@asynccontextmanager
async def play(app: web.Application, house: House) -> AsyncIterator[None]:
    """Mount the demo's pages, make its people and its past, and let its patrons write."""
    async with house.database.transaction() as session:
        people = await ensure_people(session, now=house.clock())
    Pages(house, people).mount(app)
    console = Console(stderr=True, highlight=False)
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Telling three weeks of history", total=None)
        made = await History(
            house, people, lambda done, total: progress.update(task, completed=done, total=total)
        ).fill()
    if made:
        console.print(f"Demo: {made} inquiries of the last three weeks")
    base = f"http://127.0.0.1:{house.settings.http.port}"
    patrons = Patrons(house, base)
    opening = asyncio.create_task(_when_open(patrons))
    try:
        yield
    finally:
        opening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await opening
        await patrons.close()


async def _when_open(patrons: Patrons) -> None:
    await asyncio.sleep(2)
    patrons.start()
