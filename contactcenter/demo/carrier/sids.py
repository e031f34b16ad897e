"""Twilio's names of things: two letters and 32 hexadecimal digits. https://www.twilio.com/docs/glossary/what-is-a-sid"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from email.utils import format_datetime

ACCOUNT = "AC" + "d" * 32
API_VERSION = "2010-04-01"


def sid(kind: str) -> str:
    """A fresh one, such as `SM…`."""
    return kind + secrets.token_hex(16)


def stamp(at: datetime | None) -> str | None:
    """RFC 2822 in UTC, as Twilio's resources write times."""
    return None if at is None else format_datetime(at.astimezone(UTC).replace(microsecond=0))
