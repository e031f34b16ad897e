"""Where a page ended, as clients give it back."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

import orjson

from contactcenter.db.base import EPOCH, MICROSECOND
from contactcenter.tickets.errors import Invalid


def write_cursor(key: datetime, ticket_id: int, sort: str) -> str:
    """Where a page ended: opaque to clients, and only for the sort it was made under."""
    packed = orjson.dumps([sort, (key - EPOCH) // MICROSECOND, ticket_id])
    return urlsafe_b64encode(packed).decode().rstrip("=")


def read_cursor(cursor: str, sort: str) -> tuple[datetime, int]:
    """The sort key and the ticket at which it ended. Raises `Invalid` for a cursor that is not ours."""
    try:
        name, micros, ticket_id = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if name == sort and isinstance(micros, int) and isinstance(ticket_id, int) and abs(ticket_id) < 2**63:
            return EPOCH + MICROSECOND * micros, ticket_id
    except (ValueError, TypeError, OverflowError):
        pass
    raise Invalid("cursor", "This cursor is not one of ours for this sort: begin again without one.", code="cursor")
