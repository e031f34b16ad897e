"""Slowing down those who guess passwords: by login and by address, kept across restarts.

An attempt is counted before its password is looked at, so guesses sent at the same moment are
counted too; success takes the count back. A refused attempt is not counted, and the delay stops
growing: nobody can lock a colleague out for good by guessing at their name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.errors import SlowDown
from contactcenter.accounts.secrets import hashed
from contactcenter.accounts.tables import FailedSignInRow
from contactcenter.db.insert import insert_into

FORGET_AFTER = timedelta(days=1)
IPV6 = 6


@dataclass(frozen=True, slots=True)
class Limit:
    """`free` attempts cost nothing; each one after doubles the delay, from one second up to `longest`."""

    free: int
    longest: timedelta

    def delay(self, count: int) -> timedelta:
        """How long to wait after this many failed attempts."""
        if count < self.free:
            return timedelta(0)
        return min(timedelta(seconds=2 ** min(count - self.free, 20)), self.longest)


LOGIN = Limit(free=5, longest=timedelta(seconds=60))
ADDRESS = Limit(free=30, longest=timedelta(minutes=15))
"""A reading room may sit behind one address: more free attempts, a longer delay."""


def login_key(login: str) -> str:
    """Any text somebody typed may be here, a password by mistake too: only its hash is kept."""
    return f"login:{hashed(login)}"


def address_key(address: str) -> str:
    """The client's network address; for IPv6 its /64, which is what one subscriber holds."""
    try:
        if ip_address(address).version == IPV6:
            address = str(ip_network((address, 64), strict=False))
    except ValueError:  # a proxy's word that is no address, such as "unknown", is a key like any other
        pass
    return f"address:{address}"[:120]


async def count_attempt(session: AsyncSession, *, login: str, address: str, now: datetime) -> None:
    """Count one attempt for both keys, or raise `SlowDown` and count nothing."""
    limits = {login_key(login): LOGIN, address_key(address): ADDRESS}
    for key in sorted(limits):
        # The row must be there to be locked, or a burst of first attempts would pass side by side.
        await session.execute(
            insert_into(session, FailedSignInRow).values(key=key, count=0, last_at=now).on_conflict_do_nothing()
        )
    rows = (await session.execute(
        select(FailedSignInRow)
        .where(FailedSignInRow.key.in_(limits))
        .order_by(FailedSignInRow.key)
        .with_for_update()
    )).scalars().all()
    for row in rows:
        if row.last_at <= now - FORGET_AFTER:
            row.count = 0
    wait = max(row.last_at + limits[row.key].delay(row.count) - now for row in rows)
    if wait > timedelta(0):
        raise SlowDown(wait)
    for row in rows:
        row.count += 1
        row.last_at = now
    await session.flush()


async def forgive(session: AsyncSession, *, login: str, address: str) -> None:
    """Take back what a successful attempt counted: all of its login's, its own of the address's."""
    await session.execute(delete(FailedSignInRow).where(FailedSignInRow.key == login_key(login)))
    await session.execute(
        update(FailedSignInRow)
        .where(FailedSignInRow.key == address_key(address), FailedSignInRow.count > 0)
        .values(count=FailedSignInRow.count - 1)
    )
