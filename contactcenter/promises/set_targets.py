"""What is promised from now on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.db.insert import insert_into
from contactcenter.events import tail
from contactcenter.events.catalogue.promises import TargetsChanged
from contactcenter.events.record import EVERYBODY, Actor, record
from contactcenter.events.streams import next_version
from contactcenter.promises.tables import PromiseRow, TargetsRow
from contactcenter.queue.tables import QueueRow
from contactcenter.shapes.promises import Target, Targets
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid

STREAM = "targets"
READER = "promises"
"""The cursor of `follow.py`."""
ONLY = 1


async def targets(session: AsyncSession) -> Targets:
    """What is promised now."""
    row = await session.get(TargetsRow, ONLY)
    if row is None:
        return Targets(version=0, items=[])
    return Targets(version=row.version, items=[Target.model_validate(one) for one in row.targets])


async def set_targets(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, version: int, items: Sequence[Target]
) -> None:
    """Replace all targets; by the same ones, nothing changes.

    What runs is measured anew from where it stands. Raises `Forbidden`, `Invalid`, `Conflict("targets_changed")`.
    """
    if not scope.sees_all:
        raise Forbidden("Only supervisors and admins change what is promised.")
    known = set((await session.execute(select(QueueRow.id))).scalars())
    applies = [(one.kind, one.queue_id, one.channel, one.priority) for one in items]
    for place, one in enumerate(items):
        if one.queue_id is not None and one.queue_id not in known:
            raise Invalid(f"items.{place}.queue_id", "There is no such queue.", code="unknown")
        if applies.index(applies[place]) != place:
            raise Invalid(f"items.{place}", "Two targets say when the same is due: keep one of them.",
                          code="same_target")
    await session.execute(
        insert_into(session, TargetsRow).values(id=ONLY, version=0, targets=[]).on_conflict_do_nothing()
    )
    row = await session.get(TargetsRow, ONLY, with_for_update=True, populate_existing=True)
    assert row is not None  # noqa: S101  # made above
    fresh = [one.model_dump(mode="json", exclude_none=True) for one in items]
    if row.targets == fresh:
        return
    if row.version != version:
        raise Conflict("targets_changed", "A colleague changed these meanwhile. Look at theirs, then change again.",
                       row.version)
    if not row.targets and not (await session.execute(
        select(exists().where(PromiseRow.ended_at.is_(None)))
    )).scalar_one():
        # Nothing was promised so far: what has happened until now concerns no promise.
        await tail.advance(session, READER, await tail.head(session))
    row.version += 1
    row.targets = fresh
    record(
        session, TargetsChanged(version=row.version), stream=STREAM, version=await next_version(session, STREAM),
        actor=actor, at=now, seen_by=EVERYBODY,
    )
