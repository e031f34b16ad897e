"""Serve the house until told to stop: its web door, its log, its words at start and end. See docs/app.md."""

from __future__ import annotations

import asyncio
import errno
import gc
import signal
import sys
from contextlib import AsyncExitStack

import uvloop
from aiohttp import web
from rich.console import Console

import contactcenter
from contactcenter.app import build
from contactcenter.demo import Demo, training
from contactcenter.logs import configure_logs
from contactcenter.settings import Settings

EX_UNAVAILABLE = 69
YOUNG = 20_000
"""So many new objects, not yet let go of, before Python looks for those that hold one another."""


def serve_forever(settings: Settings, *, demo: bool, busy: float | None = None) -> int:
    """Serve until told to stop; `busy`: so many inquiries an hour come to the demo, as in a training.

    Returns the exit code; what goes wrong at the start is one line.
    """
    configure_logs(settings.log_level)
    return uvloop.run(_serve(settings, demo=demo, busy=busy))


async def _serve(settings: Settings, *, demo: bool, busy: float | None) -> int:
    console = Console(stderr=True, highlight=False)
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    try:
        async with AsyncExitStack() as stack:
            stage = Demo(load=None if busy is None else training.busy(busy)) if demo else None
            if stage is not None:
                settings = await stack.enter_async_context(stage.neighbours(settings))
            console.print(f"contactcenter {contactcenter.__version__}: opening the database")
            app, house = await stack.enter_async_context(build(settings))
            if stage is not None:
                await stack.enter_async_context(stage.play(app, house))
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, settings.http.host, settings.http.port, reuse_address=True).start()
            console.print(f"Serving on http://{settings.http.host}:{settings.http.port} — Ctrl-C stops it")
            # What lives as long as the process: looking it over again and again would stop everyone for 90 ms.
            gc.collect()
            gc.freeze()
            # Hardly anything of ours does; looking at Python's 700 made every thirtieth chat message wait.
            gc.set_threshold(YOUNG, 10, 10)
            await stop.wait()
            console.print("Stopping")
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        print(f"contactcenter: {_port_in_use(settings, error)}", file=sys.stderr)  # noqa: T201
        return EX_UNAVAILABLE
    return 0


def _port_in_use(settings: Settings, error: OSError) -> str:
    mail = settings.mail.listen.rpartition(":")[2]
    if mail and mail in str(error):
        return f"port {mail} is in use. Stop what uses it, or set CONTACTCENTER_MAIL__LISTEN to another."
    return f"port {settings.http.port} is in use. Stop what uses it, or set CONTACTCENTER_HTTP__PORT to another."
