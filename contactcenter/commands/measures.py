"""Counting the facts anew, and the yearly return on the command line."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from contactcenter.clock import now
from contactcenter.commands.database import opened
from contactcenter.commands.failure import EX_USAGE, Failure
from contactcenter.events import tail
from contactcenter.measures.keep.cursor import READER, count_again
from contactcenter.measures.keep.keeper import FactKeeper
from contactcenter.measures.report import counted
from contactcenter.measures.sheets import return_sheets, written
from contactcenter.measures.yearly import yearly_return
from contactcenter.queue.calendars import Calendars
from contactcenter.settings import Settings
from contactcenter.shapes.base import Locale

KINDS = ("csv", "xlsx")


async def rebuild(settings: Settings) -> int:
    """Take all facts away and count the log from its first event. A serving process may run meanwhile."""
    console = Console(stderr=True, highlight=False)
    async with opened(settings) as database:
        async with database.transaction() as session:
            await count_again(session)
        keeper = FactKeeper(database, Calendars(settings))
        while await keeper.next_set():
            pass
        async with database.read() as session:
            position, whole = await tail.cursor(session, READER), (await counted(session, now=now()))[0]
        console.print(f"Counted up to event {position}" + ("." if whole else "; what came meanwhile follows."))
    return 0


async def write_return(settings: Settings, *, year: int, to: Path, locale: Locale) -> int:
    """Write a year's return into a file: CSV or a workbook, by the end of its name."""
    kind = to.suffix.removeprefix(".")
    if kind not in KINDS:
        raise Failure(f"{to}: write it as .csv or .xlsx", EX_USAGE)
    console = Console(stderr=True, highlight=False)
    async with opened(settings) as database, database.read() as session:
        made = await yearly_return(session, year=year, zone=ZoneInfo(settings.library.timezone),
                                       now=now())
    with to.open("wb") as file:  # a command has nothing else to do
        async for part in written(return_sheets(made, locale), kind):
            file.write(part)
    console.print(f"{made.year}: {made.reference} reference, {made.directional} directional transactions; "
                  f"{made.estimated} of them with estimates.")
    if not made.complete:
        console.print("Not all that happened is counted yet: start contactcenter serve, and it will be.")
    return 0
