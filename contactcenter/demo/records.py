"""What the demo's librarians write into the reference record: most of them say and confirm, some forget."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.demo.people import ROSA, WANG_FANG
from contactcenter.events.record import Actor
from contactcenter.needs.change import change_transaction, confirm_transaction
from contactcenter.needs.choose import choose_need
from contactcenter.needs.record import prefill
from contactcenter.needs.tables import NeedRow, TransactionRow
from contactcenter.needs.tally import tally
from contactcenter.shapes.needs import TallyAsk, TransactionChangeAsk

CHOOSE, CONFIRM, CORRECT = 0.85, 0.6, 0.2
"""How often a need is chosen, a record confirmed, and its minutes corrected."""
DAYS = 21


class Records:
    """The record of one house's past, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311  # a story, not a secret

    async def keep(
        self, session: AsyncSession, *, scope: Scope, now: datetime, ticket_id: int, need: str
    ) -> None:
        """Somebody has just closed a ticket."""
        actor = Actor("staff", scope.staff_id)
        need_id = (await session.execute(
            select(NeedRow.id).where(NeedRow.slug == need, NeedRow.retired_at.is_(None))
        )).scalar_one_or_none()
        if need_id is not None and self._dice.random() < CHOOSE:
            await choose_need(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id, need_id=need_id)
        made = await prefill(session, actor=actor, now=now, ticket_id=ticket_id)
        row = await session.get(TransactionRow, made) if made is not None else None
        if row is None or self._dice.random() >= CONFIRM:
            return
        if self._dice.random() < CORRECT:
            minutes = (row.minutes or 1) + self._dice.randrange(1, 15)
            ask = TransactionChangeAsk(minutes=minutes, expected_version=row.version)
            await change_transaction(session, scope=scope, actor=actor, now=now, transaction_id=row.id, ask=ask)
        await confirm_transaction(
            session, scope=scope, actor=actor, now=now, transaction_id=row.id, expected_version=row.version
        )

    async def count(self, session: AsyncSession, *, scopes: Mapping[str, Scope], end: datetime) -> None:
        """Directional questions at the desk, some every day."""
        for day in range(DAYS, 0, -1):
            for login in (ROSA.login, WANG_FANG.login):
                scope = scopes[login]
                for number in range(self._dice.randrange(2, 9)):
                    at = end - timedelta(days=day) + timedelta(minutes=37 * number + self._dice.randrange(30))
                    ask = TallyAsk(client_id=f"demo-{login}-{day}-{number}-tally")
                    await tally(session, scope=scope, actor=Actor("staff", scope.staff_id), now=min(at, end), ask=ask)
