"""Counting what happened, up to the end of the log."""

from __future__ import annotations

from typing import Protocol

from contactcenter.db.engine import Database
from contactcenter.measures.keep.keeper import FactKeeper
from contactcenter.queue.calendars import Calendars
from contactcenter.settings import Settings


class Counts(Protocol):
    """A house of which there is something to count."""

    database: Database
    settings: Settings


async def counted(house: Counts) -> None:
    """Let the facts be kept up to the end of the log."""
    keeper = FactKeeper(house.database, Calendars(house.settings))
    while await keeper.next_set():
        pass
