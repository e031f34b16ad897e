"""Opening the database for a command, and migrating it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.console import Console

from contactcenter.commands.failure import Failure
from contactcenter.db.engine import Database
from contactcenter.db.faults import passing
from contactcenter.migrate import migrate, pending
from contactcenter.settings import Settings

UNAVAILABLE = 69
"""sysexits(3) EX_UNAVAILABLE."""


@asynccontextmanager
async def opened(settings: Settings, *, migrated: bool = True) -> AsyncIterator[Database]:
    """The database, checked to be there and (unless `migrated` is false) at the newest revision.

    Raises `Failure` that says what to do.
    """
    try:
        database = Database(settings.database, settings.data_dir)
    except (ValueError, OSError) as error:
        raise Failure(str(error), 78) from error
    try:
        if migrated:
            await _refuse_pending(database)
        yield database
    except Exception as error:
        if passing(error):
            raise Failure(
                f"The database does not answer ({type(error).__name__}). Check database.url and that it runs.",
                UNAVAILABLE,
            ) from error
        raise
    finally:
        await database.close()


async def _refuse_pending(database: Database) -> None:
    if await pending(database):
        raise Failure("The database is older than this program. Run: contactcenter migrate")


async def migrate_now(settings: Settings) -> None:
    """Migrate and say what happened."""
    console = Console(stderr=True)
    async with opened(settings, migrated=False) as database:
        with console.status("Migrating the database"):
            before, after = await migrate(database)
    console.print(f"Database at revision {after}." if before == after else f"Database: {before or 'new'} → {after}.")
