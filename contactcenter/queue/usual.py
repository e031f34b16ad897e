"""How long a queue's conversations usually last, where those of the last hours are too few to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class Service:
    """`mean_s`: how long conversations last on average, in seconds; `seen`: of how many that is the mean."""

    mean_s: float
    seen: int


class Usually(Protocol):
    """Whoever keeps count of the last weeks (`measures.last_weeks`)."""

    async def service(self, session: AsyncSession, *, queue_id: int, calls: bool, now: datetime) -> Service | None:
        """Of a queue's calls, or of its chats; None: too few to say. Cheap: asked for everybody who joins the line."""
        ...
