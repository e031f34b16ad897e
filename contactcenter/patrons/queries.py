"""Reading patrons."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.envelope.numbers import readable
from contactcenter.patrons.identify import name_key
from contactcenter.patrons.tables import IdentityRow, OptOutRow, PatronRow
from contactcenter.shapes.tickets import Identity, Patron

HIGHEST = "\U0010ffff"
"""Ends a range of names that begin alike."""


async def profile(session: AsyncSession, *, patron_id: int) -> Patron | None:
    """One patron with identities. Their inquiries are counted by tickets, which know them."""
    found = await _shapes(session, [patron_id])
    return found[0] if found else None


async def names(session: AsyncSession, patron_ids: Sequence[int]) -> dict[int, str]:
    """What these patrons are called."""
    found = await session.execute(select(PatronRow.id, PatronRow.name).where(PatronRow.id.in_(patron_ids)))
    return {row.id: row.name for row in found}


async def find(
    session: AsyncSession, *, q: str, cursor: str | None, limit: int
) -> tuple[list[Patron], str | None]:
    """Patrons whose name or an address begins with `q`; all, newest first, when `q` is empty."""
    key = name_key(q.strip())
    query = select(PatronRow.id)
    if key:
        by_address = select(IdentityRow.patron_id).where(IdentityRow.value >= key, IdentityRow.value < key + HIGHEST)
        query = query.where(or_(
            (PatronRow.name_key >= key) & (PatronRow.name_key < key + HIGHEST), PatronRow.id.in_(by_address)
        ))
    if cursor is not None:
        query = query.where(PatronRow.id < _read_cursor(cursor))
    ids = list((await session.execute(query.order_by(PatronRow.id.desc()).limit(limit + 1))).scalars())
    items = await _shapes(session, ids[:limit])
    return items, _write_cursor(ids[limit - 1]) if len(ids) > limit else None


async def _shapes(session: AsyncSession, ids: Sequence[int]) -> list[Patron]:
    if not ids:
        return []
    rows = {row.id: row for row in (await session.execute(select(PatronRow).where(PatronRow.id.in_(ids)))).scalars()}
    identities: dict[int, list[Identity]] = {}
    for row in await session.execute(
        select(IdentityRow.id, IdentityRow.patron_id, IdentityRow.kind, IdentityRow.value, IdentityRow.proof,
               OptOutRow.value.isnot(None).label("out"))
        .outerjoin(OptOutRow, and_(OptOutRow.kind == IdentityRow.kind, OptOutRow.value == IdentityRow.value))
        .where(IdentityRow.patron_id.in_(ids)).order_by(IdentityRow.id)
    ):
        identities.setdefault(row.patron_id, []).append(
            Identity(id=row.id, kind=row.kind, value=row.value, shown=readable(row.value), proved=row.proof,
                     opted_out=row.out)
        )
    return [
        Patron(
            id=one, name=rows[one].name, affiliation=rows[one].affiliation, remark=rows[one].remark,
            locale=rows[one].locale, identities=identities.get(one, []), ticket_count=0, last_ticket_at=None,
        )
        for one in ids if one in rows
    ]


def _write_cursor(patron_id: int) -> str:
    return urlsafe_b64encode(str(patron_id).encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> int:
    try:
        return int(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        return 0
