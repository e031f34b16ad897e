"""A demo at work on a free port, and its house."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import aiohttp
from aiohttp import web

from contactcenter.app import build
from contactcenter.demo.play import Demo
from contactcenter.demo.simulate import Pace
from contactcenter.settings import Database, Http, Mail, Settings
from tests.library import Library
from tests.neighbours.ports import free_port

T = TypeVar("T")
STILL = Pace(begin_s=86_400)
"""Nobody writes by themselves."""
QUICK = Pace(
    mail_every_s=0.4, chat_every_s=0.4, form_every_s=0.4, begin_s=0.1, read_s=0.1, type_s=0.05, form_s=2.1,
    patience_s=20,
)


@dataclass(slots=True)
class Stage:
    """The demo, and the house it plays in. `http` is a visitor's browser."""

    demo: Demo
    library: Library
    settings: Settings
    http: aiohttp.ClientSession

    @property
    def url(self) -> str:
        return self.library.url

    async def sit_down(self, login: str) -> None:
        """Sign in by one click."""
        async with self.http.post(
            f"{self.url}/demo/sign-in", data={"login": login}, allow_redirects=False
        ) as answer:
            assert answer.status == 303, await answer.text()


def browser(url: str) -> aiohttp.ClientSession:
    """A visitor's browser that nobody used before; it keeps cookies of a bare address, as browsers do."""
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Origin": url})


@asynccontextmanager
async def open_stage(
    data_dir: Path, *, pace: Pace = STILL, past: bool = False, database_url: str = "sqlite"
) -> AsyncIterator[Stage]:
    """Serve the demo as `contactcenter run` does."""
    port = free_port()
    demo = Demo(pace=pace, seed=7, past=past)
    given = Settings(
        data_dir=data_dir, http=Http(port=port), database=Database(url=database_url),
        # A port of its own: two demos that begin at once would both find the usual one free.
        mail=Mail(listen=f"127.0.0.1:{free_port()}"),
    )
    async with demo.neighbours(given) as settings, build(settings) as (app, house), demo.play(app, house):
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
            async with browser(f"http://127.0.0.1:{port}") as http:
                yield Stage(demo, Library(house, app, f"http://127.0.0.1:{port}"), settings, http)
        finally:
            await runner.cleanup()


async def until(look: Callable[[], Awaitable[T]], *, seconds: float = 20) -> T:
    """Look again until there is something. Raises `TimeoutError`."""
    async with asyncio.timeout(seconds):
        while not (seen := await look()):
            await asyncio.sleep(0.05)
        return seen
