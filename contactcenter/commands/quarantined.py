"""Showing, replaying and dismissing what is in quarantine.

Arrivals and signals of calls are numbered apart: 12 is an arrival, s12 a signal.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from rich.console import Console
from rich.progress import track

from contactcenter.calls import failed
from contactcenter.channels.registry import receivers
from contactcenter.clock import now
from contactcenter.commands.database import opened
from contactcenter.commands.failure import EX_USAGE, Failure
from contactcenter.commands.listing import listing, print_listing
from contactcenter.db.blobs import Blobs
from contactcenter.db.engine import Database
from contactcenter.events.record import SYSTEM
from contactcenter.intake.desk import FrontDesk
from contactcenter.intake.quarantine import page, put_back
from contactcenter.intake.switchboard import FrontSwitchboard
from contactcenter.intake.understand import Understanding
from contactcenter.secret import signing_key
from contactcenter.settings import Settings
from contactcenter.shapes.pages import QuarantinedItem

SIGNAL = "s"


async def show(settings: Settings) -> None:
    """A table of everything in quarantine."""
    table = listing("number", "came", "what", "step", "reason", "detail")
    cursor: str | None = None
    async with opened(settings) as database, database.read() as session:
        while True:
            items, cursor = await page(session, cursor=cursor, limit=100)
            for item in items:
                table.add_row(*_what(item), item.step, item.reason, item.detail[:120])
            if cursor is None:
                break
    print_listing(table, empty="Nothing is in quarantine.")


def _what(item: QuarantinedItem) -> tuple[str, str, str]:
    """Its number, when it came, and what it is."""
    at = f"{item.received_at:%Y-%m-%d %H:%M}"
    if item.kind == "arrival":
        return str(item.id), at, item.channel
    return f"{SIGNAL}{item.id}", at, f"{item.channel}: {item.signal}, told by {item.carrier or 'a carrier'}"


async def replay(settings: Settings, *, ids: list[str] | None) -> int:
    """Understand them again. Returns 0 when none is left in quarantine, else 1."""
    arrivals, signals = _numbers(ids) if ids else (None, None)
    async with opened(settings) as database, _works(settings, database) as (understanding, board):
        async with database.transaction() as session:
            back = await put_back(session, inbound_ids=arrivals, actor=SYSTEM, now=now())
            told = await failed.put_back(session, signal_ids=signals, actor=SYSTEM, now=now())
        done, every = 0, [*((one, False) for one in back), *((one, True) for one in told)]
        quiet = len(every) < 2  # noqa: PLR2004
        for one, signal in track(every, description="Replaying", disable=quiet, console=Console(stderr=True)):
            if signal:
                done += await board.take_in_again(one)
                continue
            accepted = await understanding.understand(one)
            done += accepted.ticket_id is not None or accepted.duplicate
    Console().print(f"{done} of {len(every)} understood; {len(every) - done} still in quarantine.")
    return 0 if done == len(every) else 1


async def dismiss(settings: Settings, *, ids: list[str]) -> int:
    """Take signals of calls out of quarantine that nobody needs. Returns 0 when each stood there, else 1."""
    arrivals, signals = _numbers(ids)
    if arrivals:
        raise Failure(f"{arrivals[0]} is an arrival: only signals of calls can be dismissed ({SIGNAL}12).", EX_USAGE)
    async with opened(settings) as database, database.transaction() as session:
        gone = [await failed.dismiss(session, signal_id=one, actor=SYSTEM, now=now()) for one in signals]
    Console().print(f"{sum(gone)} of {len(gone)} dismissed.")
    return 0 if all(gone) else 1


def _numbers(ids: Sequence[str]) -> tuple[list[int], list[int]]:
    """The arrivals and the signals among what was typed. Raises `Failure`."""
    for one in ids:
        if not re.fullmatch(rf"{SIGNAL}?[0-9]{{1,18}}", one):
            raise Failure(f"{one} is no number of the list: 12 is an arrival, {SIGNAL}12 a signal of a call.", EX_USAGE)
    return ([int(one) for one in ids if one.isdigit()], [int(one[1:]) for one in ids if not one.isdigit()])


@asynccontextmanager
async def _works(settings: Settings, database: Database) -> AsyncIterator[tuple[Understanding, FrontSwitchboard]]:
    """What takes arrivals in, and what takes signals in."""
    blobs = Blobs(settings.data_dir)
    understanding = Understanding(
        database, blobs, receivers(settings, signing_key(settings)), now,
        acknowledgements_a_day=settings.mail.acknowledgements_a_day,
    )
    desk = FrontDesk(database=database, blobs=blobs, understanding=understanding, settings=settings, clock=now,
                     is_ours=lambda _: False)
    yield understanding, FrontSwitchboard(
        database=database, blobs=blobs, understanding=understanding, desk=desk, clock=now,
        queue_of=settings.carrier.queues.get, first_locale=settings.library.default_locale,
    )
