"""The library's tags: making one, calling it otherwise, removing it."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.db.insert import insert_into
from contactcenter.events.catalogue.library import TagsChanged
from contactcenter.events.record import Actor, record
from contactcenter.events.streams import next_version
from contactcenter.shapes.lists import Tag
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound
from contactcenter.tickets.tag_tables import TagRow

STREAM = "tags"
STAFF = frozenset({"staff"})
MOST = 2000
"""A console has them all at hand; more than this nobody chooses from."""


def key_of(name: str) -> str:
    """A name folded: full width, case, runs of blanks and a leading # make no other tag."""
    return shown(name).casefold()


def shown(name: str) -> str:
    """A name as it is shown: on one line, without the # that some write before it."""
    return " ".join(unicodedata.normalize("NFKC", name).strip().lstrip("#").split())


async def all_tags(session: AsyncSession, *, scope: Scope) -> list[Tag]:
    """The tags in use, by name; none for who belongs nowhere."""
    if not (scope.sees_all or scope.queue_ids):
        return []
    rows = (await session.execute(
        select(TagRow).where(TagRow.removed_at.is_(None)).order_by(TagRow.key).limit(MOST)
    )).scalars()
    return [Tag.model_validate(row) for row in rows]


async def named(session: AsyncSession, *, name: str, actor: Actor, now: datetime) -> TagRow:
    """The tag of this name, made where there is none. Two who use a word first at once have one tag."""
    key = key_of(name)
    if not key:
        raise Invalid("name", "Write a word: letters, digits or characters.", code="no_word")
    query = select(TagRow).where(TagRow.key == key)
    row = (await session.execute(query)).scalar_one_or_none()
    if row is not None and row.removed_at is None:
        return row
    await session.execute(
        insert_into(session, TagRow).values(key=key, name=shown(name), created_at=now)
        .on_conflict_do_update(index_elements=[TagRow.key], set_={"removed_at": None})
    )
    row = (await session.execute(query.execution_options(populate_existing=True))).scalar_one()
    await _changed(session, row, actor=actor, now=now)
    return row


async def rename_tag(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, tag_id: int, name: str
) -> TagRow:
    """Call a tag otherwise, on every ticket at once. Called so already: nothing changes.

    Raises `Forbidden`, `NotFound`, and `Conflict("tag_there")` where another has that name.
    """
    row = await _mine_to_change(session, scope, tag_id)
    key, wanted = key_of(name), shown(name)
    if not key:
        raise Invalid("name", "Write a word: letters, digits or characters.", code="no_word")
    if row.name == wanted:
        return row
    other = (await session.execute(select(TagRow).where(TagRow.key == key, TagRow.id != tag_id))).scalar_one_or_none()
    if other is not None:
        raise Conflict("tag_there", "There is a tag of this name already, or was: use that one.")
    row.key, row.name = key, wanted
    await _changed(session, row, actor=actor, now=now)
    return row


async def remove_tag(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, tag_id: int) -> None:
    """Take a tag out of the library: no ticket shows it any more. Removed already: nothing changes.

    No ticket is written, however many have it. Raises `Forbidden` and `NotFound`.
    """
    row = await _mine_to_change(session, scope, tag_id)
    if row.removed_at is None:
        row.removed_at = now
        await _changed(session, row, actor=actor, now=now)


async def _mine_to_change(session: AsyncSession, scope: Scope, tag_id: int) -> TagRow:
    row = await session.get(TagRow, tag_id, with_for_update=True, populate_existing=True)
    if row is None or not (scope.sees_all or scope.queue_ids):
        raise NotFound
    if not scope.sees_all:
        raise Forbidden("Only supervisors and admins rename or remove tags; take it away from the ticket instead.")
    return row


async def _changed(session: AsyncSession, row: TagRow, *, actor: Actor, now: datetime) -> None:
    await session.flush()
    record(session, TagsChanged(tag_id=row.id), stream=STREAM, version=await next_version(session, STREAM),
           actor=actor, at=now, seen_by=STAFF)
