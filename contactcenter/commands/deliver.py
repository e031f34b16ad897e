"""The pipe: one mail from standard input, kept before the exit code says so.

The process only commits the raw bytes; the serving process understands them. It must start fast and
must never answer 0 for a mail that is not safe.
"""

from __future__ import annotations

import sys
from typing import BinaryIO

from contactcenter.channels.email.pipe import EX_CONFIG, EX_TEMPFAIL, deliver
from contactcenter.clock import now
from contactcenter.commands.desk import plain_desk
from contactcenter.db.faults import passing
from contactcenter.settings import SettingsError, load


async def deliver_mail(stream: BinaryIO, recipients: list[str], sender: str) -> int:
    """Keep the mail. Returns a sysexits(3) code: 75 whenever it is not surely kept."""
    try:
        settings = load()
    except SettingsError as error:
        print(f"contactcenter deliver: {error}", file=sys.stderr)  # noqa: T201
        return EX_CONFIG
    try:
        async with plain_desk(settings, clock=now) as desk:
            limit = settings.mail.max_message_bytes
            data = stream.read(limit + 1)
            return await deliver(desk, data, recipients, sender, limit=limit)
    except Exception as error:  # noqa: BLE001  # whatever happened, the mail is not here: the sender must keep it
        what = "the database does not answer" if passing(error) else type(error).__name__
        print(f"contactcenter deliver: not kept ({what}); try again", file=sys.stderr)  # noqa: T201
        return EX_TEMPFAIL
