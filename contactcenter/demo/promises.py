"""What the demo's library promises."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.record import Actor
from contactcenter.promises.set_targets import set_targets, targets
from contactcenter.shapes.promises import Target

HOUR, DAY = 3_600, 10 * 3_600
TARGETS = (
    Target(kind="first_answer", within_s=8 * HOUR, near_s=2 * HOUR),
    Target(kind="first_answer", channel="web_chat", within_s=60, near_s=30),
    Target(kind="first_answer", channel="phone", within_s=60, near_s=30),
    Target(kind="next_answer", within_s=8 * HOUR, near_s=2 * HOUR),
    Target(kind="next_answer", channel="web_chat", within_s=180, near_s=60),
    Target(kind="resolution", within_s=5 * DAY, near_s=DAY),
)


async def promise(session: AsyncSession, *, scope: Scope, now: datetime) -> None:
    """Set the targets, unless somebody set any already."""
    if (await targets(session)).version == 0:
        await set_targets(session, scope=scope, actor=Actor("staff", scope.staff_id), now=now, version=0, items=TARGETS)
