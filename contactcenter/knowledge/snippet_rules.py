"""Who reads which snippets, who writes them, and what every change has in common."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import DepartmentRow
from contactcenter.events.catalogue.library import SnippetsChanged
from contactcenter.events.record import Actor, record
from contactcenter.events.streams import next_version
from contactcenter.knowledge.tables import SnippetRow
from contactcenter.shapes.pages import SnippetAsk
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid

STREAM = "snippets"
STAFF = frozenset({"staff"})
"""Everyone of staff who belongs to a department: a snippet is no secret of the house."""


def may_read(scope: Scope, department_id: int | None) -> bool:
    """One's departments' snippets and everyone's; who belongs nowhere reads none."""
    if scope.sees_all:
        return True
    return bool(scope.queue_ids) and (department_id is None or department_id in scope.department_ids)


def require_writable(scope: Scope, department_id: int | None) -> None:
    """Raises `Forbidden`: a librarian writes their departments' snippets, supervisors all."""
    if scope.sees_all:
        return
    if department_id is None:
        raise Forbidden("Only a supervisor changes everyone's snippets. Save it for your department.")
    if department_id not in scope.department_ids:
        raise Forbidden("This is another department's snippet.")


async def require_free(session: AsyncSession, ask: SnippetAsk, *, but: int | None = None) -> None:
    """Raises `Invalid` for an unknown department, `Conflict("shortcut_taken")` for a used shortcut."""
    if ask.department_id is not None and await session.get(DepartmentRow, ask.department_id) is None:
        raise Invalid("department_id", "There is no such department: choose one from the list.", code="unknown")
    taken = select(SnippetRow.id).where(
        SnippetRow.department_id.is_not_distinct_from(ask.department_id),
        SnippetRow.shortcut == ask.shortcut,
        SnippetRow.locale == ask.locale,
    )
    if but is not None:
        taken = taken.where(SnippetRow.id != but)
    if (await session.execute(taken)).first() is not None:
        raise _taken(ask)


async def keep(session: AsyncSession, ask: SnippetAsk) -> None:
    """Write the row now. Two who save one shortcut at once: the second gets the same `Conflict`."""
    try:
        await session.flush()
    except IntegrityError:
        raise _taken(ask) from None


def _taken(ask: SnippetAsk) -> Conflict:
    return Conflict("shortcut_taken", f"There is a snippet /{ask.shortcut} already; choose another shortcut.")


async def changed(session: AsyncSession, *, snippet_id: int, actor: Actor, now: datetime) -> None:
    """Record that a snippet changed."""
    record(
        session, SnippetsChanged(snippet_id=snippet_id), stream=STREAM,
        version=await next_version(session, STREAM), actor=actor, at=now, seen_by=STAFF,
    )
