"""Macros: the actions of rules, applied by a librarian to one ticket or several."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.automation.act import Doer, perform
from contactcenter.automation.facts import Calendars, facts_of
from contactcenter.automation.rules import ACTIONS, STAFF, require_supervisor, require_there
from contactcenter.automation.tables import MacroRow
from contactcenter.events.catalogue.automation import MacrosChanged, TicketMacroApplied
from contactcenter.events.record import Actor, record
from contactcenter.events.streams import next_version
from contactcenter.shapes.automation import Macro, MacroAsk
from contactcenter.tickets.errors import Conflict, NotFound
from contactcenter.tickets.row import happen, lock_visible, refuse_merged

STREAM = "macros"


async def macros(session: AsyncSession, *, scope: Scope) -> list[Macro]:
    """The library's macros by name; none for who belongs nowhere."""
    if not (scope.sees_all or scope.queue_ids):
        return []
    rows = (await session.execute(select(MacroRow).order_by(MacroRow.name, MacroRow.id))).scalars()
    return [shape(row) for row in rows]


def shape(row: MacroRow) -> Macro:
    """A macro as it is shown."""
    return Macro(id=row.id, version=row.version, name=row.name, actions=ACTIONS.validate_python(row.actions))


async def add_macro(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ask: MacroAsk) -> MacroRow:
    """Make a macro for everybody. Raises `Forbidden`, `Invalid`, `Conflict("macro_there")`."""
    await _require_sound(session, scope, ask)
    row = MacroRow(version=1, name=ask.name, actions=[one.model_dump(mode="json") for one in ask.actions],
                   changed_at=now)
    session.add(row)
    await _changed(session, row, actor=actor, now=now)
    return row


async def change_macro(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, macro_id: int, ask: MacroAsk
) -> MacroRow:
    """Rewrite a macro; to the same, nothing changes. Raises the same, `NotFound` and `Conflict("changed")`."""
    row = await _locked(session, scope, macro_id)
    await _require_sound(session, scope, ask, but=macro_id)
    actions = [one.model_dump(mode="json") for one in ask.actions]
    if (row.name, row.actions) == (ask.name, actions):
        return row
    if ask.expected_version != row.version:
        raise Conflict("changed", "Somebody changed this meanwhile. Look at it again, then save.", row.version)
    row.name, row.actions, row.version, row.changed_at = ask.name, actions, row.version + 1, now
    await _changed(session, row, actor=actor, now=now)
    return row


async def remove_macro(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, macro_id: int) -> None:
    """Take a macro away; what was done by it stays."""
    row = await _locked(session, scope, macro_id)
    await session.delete(row)
    await _changed(session, row, actor=actor, now=now)


async def apply_macro(
    session: AsyncSession, *, macro_id: int, ticket_id: int, doer: Doer, calendars: Calendars
) -> None:
    """Do a macro's actions on one ticket, as the librarian who applies it: all of them, or (raising) none.

    Its history names the macro, where it changed anything; applied again by the same `once` it does not.

    Raises what the verbs raise: `NotFound` for a ticket that is not theirs to see, among others.
    """
    row = await session.get(MacroRow, macro_id)
    if row is None:
        raise NotFound
    ticket = (await lock_visible(session, doer.scope, ticket_id))[0]
    refuse_merged(ticket)
    facts = await facts_of(session, ticket, calendars=calendars, at=doer.now)
    before = ticket.version
    await perform(session, ACTIONS.validate_python(row.actions), facts, doer)
    if ticket.version != before:
        applied = TicketMacroApplied(ticket_id=ticket.id, macro_id=macro_id)
        happen(session, ticket, applied, actor=doer.actor, now=doer.now)


async def _locked(session: AsyncSession, scope: Scope, macro_id: int) -> MacroRow:
    require_supervisor(scope)
    row = await session.get(MacroRow, macro_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    return row


async def _require_sound(session: AsyncSession, scope: Scope, ask: MacroAsk, *, but: int = 0) -> None:
    require_supervisor(scope)
    await require_there(session, (), ask.actions)
    taken = select(MacroRow.id).where(MacroRow.name == ask.name, MacroRow.id != but)
    if (await session.execute(taken)).first() is not None:
        raise Conflict("macro_there", "There is a macro of this name already: choose another.")


async def _changed(session: AsyncSession, row: MacroRow, *, actor: Actor, now: datetime) -> None:
    await session.flush()
    record(session, MacrosChanged(macro_id=row.id), stream=STREAM, version=await next_version(session, STREAM),
           actor=actor, at=now, seen_by=STAFF)
