"""Who wrote: the patron an address stands for, made when nobody is known by it.

A claimed address leads librarians to the patron it names, marked *as claimed*; it never proves
itself, never joins two patrons and never opens anyone's history to the one who typed it (law 10).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningInsert

from contactcenter.db.base import table_of
from contactcenter.db.ids import reserve
from contactcenter.db.prepared import Prepared, listed
from contactcenter.envelope import Address
from contactcenter.patrons.tables import IdentityRow, PatronRow

NAME_CHARS = 200
NUMBERS = frozenset({"phone", "fax"})
"""Identities that are a number, and say no name."""
Key = tuple[str, str]
"""An identity's kind and value."""


class _Identity(NamedTuple):
    id: int
    patron_id: int
    proof: str


_PATRONS = table_of(PatronRow)
_IDENTITIES = table_of(IdentityRow)
_OF_KIND = (
    select(_IDENTITIES.c.id, _IDENTITIES.c.patron_id, _IDENTITIES.c.value, _IDENTITIES.c.proof)
    .where(_IDENTITIES.c.kind == bindparam("kind"))
)
_KNOWN = Prepared(
    _OF_KIND.where(_IDENTITIES.c.value.in_(listed("values"))),
    postgresql=_OF_KIND.where(_IDENTITIES.c.value.in_(bindparam("values", expanding=True))),
)
_PROVE = Prepared(update(_IDENTITIES).where(_IDENTITIES.c.id == bindparam("identity")), "proof")
_ADD_PATRON = Prepared(insert(_PATRONS), "id", "name", "name_key", "affiliation", "remark", "locale", "created_at")


def _once(insert: sqlite.Insert | postgresql.Insert) -> ReturningInsert[tuple[int, int, str, str, str | None]]:
    columns = _IDENTITIES.c
    return (
        insert.on_conflict_do_nothing(index_elements=[columns.kind, columns.value])
        .returning(columns.id, columns.patron_id, columns.kind, columns.value, columns.proof)
    )


_ADD_IDENTITY = Prepared(
    _once(sqlite.insert(_IDENTITIES)), "patron_id", "kind", "value", "proof", "created_at",
    postgresql=_once(postgresql.insert(_IDENTITIES)),
)


def name_key(name: str) -> str:
    """A name folded for finding it by its beginning: NFKC, case folded."""
    return unicodedata.normalize("NFKC", name).casefold()[:NAME_CHARS]


def identity_value(address: Address) -> str:
    """An address as it is kept: e-mail in lower case."""
    return address.value.strip().lower()[:320] if address.kind == "email" else address.value.strip()[:320]


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote: an address, and the language they wrote in."""

    address: Address
    locale: str


async def identify(session: AsyncSession, writers: Sequence[Writer], *, now: datetime) -> list[int | None]:
    """The patrons behind these addresses, in order; None for one that names nobody (an anonymous desk question)."""
    keys = [_key(one.address) for one in writers]
    by_key: dict[Key, Writer] = {}
    for key, one in zip(keys, writers, strict=True):
        if key is not None:
            by_key.setdefault(key, one)  # as if they had come one after the other: the first names the patron
    known = await _known(session, by_key)
    # In the order of their keys: two that add the same patrons then never wait for each other.
    fresh = {key: by_key[key] for key in sorted(by_key) if key not in known}
    if fresh:
        known |= await _add(session, fresh, now=now)
    proved = {
        key: one.address.proved for key, one in zip(keys, writers, strict=True)
        if key is not None and one.address.proved and not known[key].proof
    }
    await _PROVE.each(session, [
        {"identity": known[key].id, "proof": proof[:32]} for key, proof in sorted(proved.items())
    ])
    return [None if key is None else known[key].patron_id for key in keys]


def _key(address: Address) -> Key | None:
    value = identity_value(address)
    return (address.kind, value) if value else None


async def _known(session: AsyncSession, keys: Iterable[Key]) -> dict[Key, _Identity]:
    found = {}
    by_kind: dict[str, list[str]] = {}
    for kind, value in keys:
        by_kind.setdefault(kind, []).append(value)
    for kind, values in by_kind.items():
        for number, patron_id, found_value, proof in await _KNOWN.rows(session, {"kind": kind, "values": values}):
            found[kind, str(found_value)] = _Identity(int(str(number)), int(str(patron_id)), str(proof or ""))
    return found


async def _add(session: AsyncSession, fresh: Mapping[Key, Writer], *, now: datetime) -> dict[Key, _Identity]:
    """Make patrons of those whom nobody knows."""
    numbers = await reserve(session, PatronRow, len(fresh))
    made = []
    for number, (_, value), one in zip(numbers, fresh, fresh.values(), strict=True):
        name = (one.address.name.strip() or value)[:NAME_CHARS]
        made.append({
            "id": number, "name": name, "name_key": name_key(name), "affiliation": "", "remark": "",
            "locale": one.locale, "created_at": now,
        })
    await _ADD_PATRON.each(session, made)
    added = {
        (str(kind), str(value)): _Identity(int(str(number)), int(str(patron_id)), str(proof or ""))
        for number, patron_id, kind, value, proof in await _ADD_IDENTITY.many(session, [
            {
                "patron_id": number, "kind": kind, "value": value, "created_at": now,
                "proof": one.address.proved[:32] if one.address.proved else None,
            }
            for number, ((kind, value), one) in zip(numbers, fresh.items(), strict=True)
        ])
    }
    raced = [key for key in fresh if key not in added]
    if raced:
        # Two first mails of one person at the same time (PostgreSQL): the other transaction's patron stands.
        spare = set(numbers) - {one.patron_id for one in added.values()}
        await session.execute(_PATRONS.delete().where(_PATRONS.c.id.in_(spare)))
        added |= await _known(session, raced)
    return added
