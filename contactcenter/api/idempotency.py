"""`Idempotency-Key`: a POST that is sent twice is done once and answered twice.

The key's row is written first and in the transaction of the work itself, so the two commit
together. On PostgreSQL a second request with the key waits at the row until the first commits;
on SQLite there is one writer anyway. A refusal rolls the row back: the key may be tried again.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.api.problems import Refusal
from contactcenter.api.tables import IdempotencyRow
from contactcenter.db.insert import insert_into

HEADER = "Idempotency-Key"
PATTERN = r"^[\x21-\x7E]{1,200}$"
KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Claim:
    """A key as one actor uses it for one request."""

    actor: str
    key: str
    request_hash: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The stored answer."""

    status: int
    body: bytes


def claim_for(actor: str, key: str, *parts: bytes) -> Claim:
    """The claim of a request made of these parts. Raises `Refusal` (422) for a key of another form."""
    if not re.fullmatch(PATTERN, key):
        raise Refusal(422, "idempotency_key", f"{HEADER} has 1 to 200 visible ASCII characters.")
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return Claim(actor, key, digest.hexdigest())


async def take(session: AsyncSession, claim: Claim, *, now: datetime) -> Kept | None:
    """Take the key for this transaction, or give the answer that is kept under it.

    Raises `Refusal`: 422 when the key was used for another request.
    """
    fresh = {"request_hash": claim.request_hash, "status": None, "body": None, "created_at": now}
    taken = await session.execute(
        insert_into(session, IdempotencyRow)
        .values(actor=claim.actor, key=claim.key, **fresh)
        .on_conflict_do_update(
            index_elements=[IdempotencyRow.actor, IdempotencyRow.key],
            set_=fresh,
            where=IdempotencyRow.created_at < now - KEPT,
        )
        .returning(IdempotencyRow.key)
    )
    if taken.scalar_one_or_none() is not None:
        return None
    return await kept(session, claim)


async def kept(session: AsyncSession, claim: Claim) -> Kept | None:
    """The answer kept under a key, if any. Raises `Refusal`: 422 for another request's key."""
    row = (await session.execute(
        select(IdempotencyRow.request_hash, IdempotencyRow.status, IdempotencyRow.body)
        .where(IdempotencyRow.actor == claim.actor, IdempotencyRow.key == claim.key)
    )).one_or_none()
    if row is None:
        return None
    if row.request_hash != claim.request_hash:
        raise Refusal(
            422, "idempotency_key_reused", f"This {HEADER} was used for another request; choose a new one."
        )
    return Kept(row.status, row.body or b"") if row.status is not None else None


async def keep(session: AsyncSession, claim: Claim, answer: Kept) -> None:
    """Store the answer under the key that this transaction took."""
    await session.execute(
        update(IdempotencyRow)
        .where(IdempotencyRow.actor == claim.actor, IdempotencyRow.key == claim.key)
        .values(status=answer.status, body=answer.body)
    )


async def forget_old(session: AsyncSession, *, now: datetime) -> None:
    """Remove the keys of more than a day ago."""
    await session.execute(delete(IdempotencyRow).where(IdempotencyRow.created_at < now - KEPT))
