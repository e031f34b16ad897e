"""Laying down the tree of needs in a new house."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.insert import insert_into
from contactcenter.needs.starting_tree import STARTING_TREE, Branch
from contactcenter.needs.tables import NeedRow


async def ensure_needs(session: AsyncSession) -> None:
    """Lay down the starting tree where there is none. A tree that is there is the library's own and stays as it is."""
    if (await session.execute(select(NeedRow.id).limit(1))).first() is None:
        await _lay(session, STARTING_TREE, None)


async def _lay(session: AsyncSession, branches: Sequence[Branch], parent_id: int | None) -> None:
    for place, branch in enumerate(branches):
        # Of two processes that begin at once one lays each branch, and the other finds it.
        await session.execute(
            insert_into(session, NeedRow)
            .values(parent_id=parent_id, slug=branch.slug, name=branch.name, name_zh=branch.name_zh, place=place,
                    version=1)
            .on_conflict_do_nothing(index_elements=[NeedRow.slug])
        )
        need_id = (await session.execute(select(NeedRow.id).where(NeedRow.slug == branch.slug))).scalar_one()
        await _lay(session, branch.below, need_id)
