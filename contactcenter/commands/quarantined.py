"""Showing and replaying what is in quarantine."""

from __future__ import annotations

from rich.console import Console
from rich.progress import track
from rich.table import Table

from contactcenter.channels.registry import receivers
from contactcenter.clock import now
from contactcenter.commands.database import opened
from contactcenter.db.blobs import Blobs
from contactcenter.events.record import SYSTEM
from contactcenter.intake.quarantine import page, put_back
from contactcenter.intake.understand import Understanding
from contactcenter.secret import signing_key
from contactcenter.settings import Settings


async def show(settings: Settings) -> None:
    """A table of everything in quarantine."""
    table = Table("number", "arrived", "channel", "step", "reason", "detail")
    cursor: str | None = None
    async with opened(settings) as database, database.read() as session:
        while True:
            items, cursor = await page(session, cursor=cursor, limit=100)
            for item in items:
                table.add_row(str(item.id), f"{item.received_at:%Y-%m-%d %H:%M}", item.channel, item.step, item.reason,
                              item.detail[:120])
            if cursor is None:
                break
    console = Console()
    console.print(table if table.row_count else "Nothing is in quarantine.")


async def replay(settings: Settings, *, ids: list[int] | None) -> int:
    """Understand them again. Returns 0 when none is left in quarantine, else 1."""
    async with opened(settings) as database:
        understanding = Understanding(
            database, Blobs(settings.data_dir), receivers(settings, signing_key(settings)), now,
            acknowledgements_a_day=settings.mail.acknowledgements_a_day,
        )
        async with database.transaction() as session:
            back = await put_back(session, inbound_ids=ids or None, actor=SYSTEM, now=now())
        done = 0
        for inbound_id in track(back, description="Replaying", disable=len(back) < 2, console=Console(stderr=True)):  # noqa: PLR2004
            accepted = await understanding.understand(inbound_id)
            done += accepted.ticket_id is not None or accepted.duplicate
    Console().print(f"{done} of {len(back)} understood; {len(back) - done} still in quarantine.")
    return 0 if done == len(back) else 1
