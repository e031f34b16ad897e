"""Signing a browser in, once it is known who sits before it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.secrets import hashed, new_token
from contactcenter.accounts.tables import SessionRow

ABSOLUTE = timedelta(days=7)
"""However busy, a session ends after this long."""
IDLE = timedelta(hours=12)
"""A session unused this long has ended: longer than a shift, shorter than a night and a morning."""


class Started(NamedTuple):
    """What the browser gets: the cookie's value, and the token its unsafe requests must carry."""

    token: str
    csrf_token: str


async def start_session(session: AsyncSession, *, staff_id: int, now: datetime) -> Started:
    """Open a session for a member of staff. The token is always new: nothing can be fixed in advance."""
    started = Started(new_token(), new_token())
    session.add(SessionRow(
        token_hash=hashed(started.token), staff_id=staff_id, csrf_token=started.csrf_token,
        created_at=now, seen_at=now, expires_at=now + ABSOLUTE,
    ))
    await session.flush()
    return started
