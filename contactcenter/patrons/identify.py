"""Who wrote: the patron an address stands for, made when nobody is known by it.

A claimed address leads librarians to the patron it names, marked *as claimed*; it never proves
itself, never joins two patrons and never opens anyone's history to the one who typed it (law 10).
"""

from __future__ import annotations

import unicodedata
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.insert import insert_into
from contactcenter.envelope import Address
from contactcenter.patrons.tables import IdentityRow, PatronRow

FALLBACK_NAME_CHARS = 200


def name_key(name: str) -> str:
    """A name folded for finding it by its beginning: NFKC, case folded."""
    return unicodedata.normalize("NFKC", name).casefold()[:FALLBACK_NAME_CHARS]


def identity_value(address: Address) -> str:
    """An address as it is kept: e-mail in lower case."""
    return address.value.strip().lower()[:320] if address.kind == "email" else address.value.strip()[:320]


async def identify(session: AsyncSession, *, address: Address, locale: str, now: datetime) -> int | None:
    """The patron behind an address, or None when it names nobody (an anonymous chat or desk question)."""
    value = identity_value(address)
    if not value:
        return None
    known = (await session.execute(
        select(IdentityRow.id, IdentityRow.patron_id, IdentityRow.proof)
        .where(IdentityRow.kind == address.kind, IdentityRow.value == value)
    )).one_or_none()
    if known is not None:
        if address.proved and not known.proof:
            await session.execute(
                update(IdentityRow).where(IdentityRow.id == known.id).values(proof=address.proved[:32])
            )
        return int(known.patron_id)
    name = (address.name.strip() or value)[:200]
    patron_id = (await session.execute(
        insert(PatronRow)
        .values(name=name, name_key=name_key(name), affiliation="", remark="", locale=locale, created_at=now)
        .returning(PatronRow.id)
    )).scalar_one()
    added = await session.execute(
        insert_into(session, IdentityRow)
        .values(patron_id=patron_id, kind=address.kind, value=value,
                proof=address.proved[:32] if address.proved else None, created_at=now)
        .on_conflict_do_nothing(index_elements=[IdentityRow.kind, IdentityRow.value])
        .returning(IdentityRow.id)
    )
    if added.scalar_one_or_none() is not None:
        return int(patron_id)
    # Two first mails of one person raced (PostgreSQL): the other transaction's patron stands.
    await session.execute(PatronRow.__table__.delete().where(PatronRow.id == patron_id))  # type: ignore[attr-defined]
    return await identify(session, address=address, locale=locale, now=now)
