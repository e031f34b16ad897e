"""What is looked at before the house starts: a carrier whose settings cannot work is told, and nothing is begun."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from contactcenter.commands.carrier_settings import wrong
from contactcenter.commands.carry_out import EX_CONFIG
from contactcenter.commands.failure import Failure
from contactcenter.db.engine import Database
from contactcenter.queue.tables import QueueRow
from contactcenter.settings import Settings


async def look_over(settings: Settings) -> None:
    """Raises `Failure` with all that is wrong, as one line. Nothing is asked of the carrier."""
    if not settings.carrier.kind:
        return
    queues = configured(settings)
    if not queues.issuperset(settings.carrier.queues.values()):
        # One that was made in the console stands in the database alone.
        database = Database(settings.database, settings.data_dir)
        try:
            queues = await queues_of(settings, database)
        finally:
            await database.close()
    lines = wrong(settings, queues=queues)
    if lines:
        raise Failure(f"Wrong setting: {'; '.join(one.rstrip('.') for one in lines)}. "
                      "Correct it in config/*.toml or the environment; contactcenter doctor says more.", EX_CONFIG)


def configured(settings: Settings) -> set[str]:
    """The short names of the queues that the configuration makes sure of."""
    return {one.slug for department in settings.departments for one in (department, *department.queues)}


async def queues_of(settings: Settings, database: Database) -> set[str]:
    """The short names of the queues: what the configuration makes at the next start, and what stands already."""
    try:
        async with database.read() as session:
            return configured(settings) | set((await session.execute(select(QueueRow.slug))).scalars())
    except (SQLAlchemyError, OSError):
        return configured(settings)  # whoever opens it next says what is wrong with it
