"""A desk for a command: it keeps what arrives; the serving process understands it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from contactcenter.channels.email.addresses import OurAddresses
from contactcenter.channels.email.sign import Signer
from contactcenter.clock import Clock
from contactcenter.db.blobs import Blobs
from contactcenter.db.engine import Database
from contactcenter.intake.desk import FrontDesk
from contactcenter.intake.understand import Understanding
from contactcenter.secret import signing_key
from contactcenter.settings import Settings


@asynccontextmanager
async def plain_desk(settings: Settings, *, clock: Clock) -> AsyncIterator[FrontDesk]:
    """The desk of this configuration, without receivers: `accept` is all that is asked of it."""
    ours = OurAddresses(settings, Signer(signing_key(settings), settings.mail.address))
    database = Database(settings.database, settings.data_dir)
    blobs = Blobs(settings.data_dir)
    try:
        yield FrontDesk(
            database=database, blobs=blobs, understanding=Understanding(database, blobs, {}, clock),
            settings=settings, clock=clock, is_ours=lambda address: address in ours,
        )
    finally:
        await database.close()
