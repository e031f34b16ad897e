"""Comparing what the mail servers hold with what was taken in."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from contactcenter.clock import now
from contactcenter.commands.database import opened
from contactcenter.commands.failure import Failure
from contactcenter.mailroom import reconcile
from contactcenter.settings import Settings

EX_CONFIG = 78


async def compare(settings: Settings, *, accounts: Sequence[str]) -> int:
    """Name every difference, a line each. Returns 0 when there is none that anybody must look into, else 1."""
    known = [mailbox.name for mailbox in settings.mail.mailboxes]
    unknown = [name for name in accounts if name not in known]
    if unknown:
        there = ", ".join(known) or "none"
        raise Failure(f"no mailbox {', '.join(unknown)} in mail.mailboxes. Known: {there}.", EX_CONFIG)
    console = Console(highlight=False, soft_wrap=True)
    if not known:
        console.print("No mailbox is fetched (mail.mailboxes is empty).")
    grave = False
    async with opened(settings) as database:
        async for one in reconcile(settings, database, clock=now, accounts=accounts):
            console.print(f"[bold]{one.account} / {one.folder}[/]" + ("" if one.sentences() else ": all is here"))
            for sentence in one.sentences():
                console.print(f"  {sentence}", markup=False)
            grave = grave or one.grave
    return 1 if grave else 0
