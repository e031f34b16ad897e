"""Training: how many inquiries come in an hour, how patient their patrons are, and how well they were answered.

A trainer sets it on the demo's page (`training_page.py`) or begins with `contactcenter run --busy N`; the simulated
patrons then come by the real doors in real time, and whoever trains sits at the real console. Arrivals are Poisson's
and patience is exponential, as the staffing formulas and the simulator have them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.tables import StaffRow
from contactcenter.measures.answering import Service, service, waits
from contactcenter.measures.span import Span, micros
from contactcenter.measures.sums import Sums
from contactcenter.measures.tables import PERIOD_US, TicketFactRow
from contactcenter.measures.tables import WaitFactRow as Wait

Kind = Literal["mail", "chat", "form"]
KINDS: tuple[Kind, ...] = ("chat", "mail", "form")
MOST_AN_HOUR = 600
PATIENCE_S, LONGEST_PATIENCE_S = 180.0, 3_600.0
GOAL_SHARE, GOAL_S = 0.8, 60.0
SPLIT: dict[Kind, float] = {"chat": 0.5, "mail": 0.35, "form": 0.15}
"""Of N inquiries an hour, when nothing more is said."""


@dataclass(frozen=True, slots=True)
class Load:
    """Inquiries an hour by each way; `patience_s`: how long a patron in the chat waits for an answer, on average.

    The goal: `goal_share` of the chats are answered within `goal_s`.
    """

    an_hour: dict[Kind, float]
    patience_s: float = PATIENCE_S
    goal_share: float = GOAL_SHARE
    goal_s: float = GOAL_S


PRESETS: dict[str, Load] = {
    "quiet": Load({"chat": 6, "mail": 10, "form": 4}, patience_s=300),
    "usual": Load({"chat": 20, "mail": 20, "form": 8}),
    "exams": Load({"chat": 60, "mail": 30, "form": 20}, patience_s=120),
}


def busy(inquiries: float) -> Load:
    """So many inquiries an hour, by the ways they usually come."""
    return Load({kind: inquiries * share for kind, share in SPLIT.items()})


@dataclass(frozen=True, slots=True)
class Training:
    """A load, since when it comes, and until when it came; None: it still does."""

    load: Load
    began_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """How it went: all chats, those of each librarian by name, chats that wait, and mails and forms: come, answered."""

    chats: Service
    by_name: list[tuple[str, Service]] = field(default_factory=list)
    waiting: int = 0
    written: int = 0
    written_answered: int = 0

    def reached(self, load: Load) -> bool | None:
        """Whether the goal is reached; None: nothing has been answered or given up yet."""
        level = self.chats.service_level
        return None if level is None else level >= load.goal_share


async def result(session: AsyncSession, training: Training, *, now: datetime) -> Result:
    """Counted from the facts, by the definitions of the board and the reports, since the training began."""
    since, until = micros(training.began_at), micros(training.ended_at or now) + 1
    begun = (Wait.began_us >= since, Wait.channel == "web_chat")
    cells = await waits(session, span=Span(since, until), target_s=training.load.goal_s, where=begun)
    whole, by_staff = Sums(), dict[int, Sums]()
    for (*_, staff_id), sums in cells.items():
        whole.add(sums)
        if staff_id is not None:
            by_staff.setdefault(staff_id, Sums()).add(sums)
    names = {row.id: row.name for row in await session.execute(
        select(StaffRow.id, StaffRow.name).where(StaffRow.id.in_(sorted(by_staff)))
    )}
    waiting = (await session.execute(
        select(func.count()).select_from(Wait).where(*begun, Wait.began_us < until, Wait.ended_us.is_(None))
    )).scalar_one()
    written, answered = (await session.execute(
        select(func.count(), func.count(TicketFactRow.answered_us))
        .where(TicketFactRow.opened_in >= since // PERIOD_US, TicketFactRow.opened_us >= since)
        .where(TicketFactRow.opened_us < until, TicketFactRow.channel.in_(("email", "web_form")), ~TicketFactRow.junk)
    )).one()
    return Result(
        service(whole), sorted((names[one], service(sums)) for one, sums in by_staff.items() if one in names),
        waiting, written, answered,
    )
