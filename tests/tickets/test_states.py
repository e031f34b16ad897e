"""Law 8: a table of legal changes; every edge and every non-edge is walked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import update

from contactcenter.events.catalogue.tickets import STATES, State
from contactcenter.tickets.errors import Conflict, Invalid
from contactcenter.tickets.state import change_state, close, reopen
from contactcenter.tickets.states import LEGAL, WAKES, lane_of
from contactcenter.tickets.tables import NOT_WAITING, TicketRow
from contactcenter.tickets.wake import wake_due
from tests.conformance.house import House

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tickets.md"


async def put(house: House, state: State) -> int:
    """A ticket in a state, however it came there."""
    ticket_id = await house.mails()
    async with house.database.transaction() as session:
        await session.execute(update(TicketRow).where(TicketRow.id == ticket_id).values(
            state=state, lane=lane_of(state, assigned=False, merged=False),
            snoozed_until=house.time + timedelta(hours=1) if state == "snoozed" else None,
        ))
    return ticket_id


@pytest.mark.parametrize("before", STATES)
async def test_every_edge_and_every_non_edge(house: House, before: State) -> None:
    for after in STATES:
        ticket_id = await put(house, before)
        until = house.time + timedelta(days=1) if after == "snoozed" else None
        head = await house.head()
        legal = after in LEGAL[before] or after == before
        if legal:
            await house.does("rosa", change_state, ticket_id=ticket_id, state=after, until=until)
        else:
            with pytest.raises(Conflict) as refusal:
                await house.does("rosa", change_state, ticket_id=ticket_id, state=after, until=until)
            assert refusal.value.code == "illegal_state"
            assert refusal.value.current_version == (await house.ticket(ticket_id)).version
        ticket = await house.ticket(ticket_id)
        assert ticket.state == (after if legal else before)
        assert ticket.lane == lane_of(ticket.state, assigned=False, merged=False)
        assert (ticket.snoozed_until is not None) == (ticket.state == "snoozed")
        assert (ticket.closed_at is not None) == (ticket.state == "closed" and before != "closed")
        changes = [event for event in await house.log(head) if event.type == "ticket.state_changed"]
        moved = legal and (after != before or after == "snoozed")
        assert [(event.data["from_state"], event.data["to_state"]) for event in changes] == [(before, after)] * moved


async def test_to_be_there_already_changes_nothing(house: House) -> None:
    ticket_id = await house.mails()
    await house.does("rosa", close, ticket_id=ticket_id)
    closed = await house.ticket(ticket_id)
    await house.does("rosa", close, ticket_id=ticket_id)
    assert (await house.ticket(ticket_id)).version == closed.version
    assert (await house.ticket(ticket_id)).closed_at == closed.closed_at
    await house.does("rosa", reopen, ticket_id=ticket_id)
    opened = await house.ticket(ticket_id)
    await house.does("rosa", reopen, ticket_id=ticket_id)
    assert (await house.ticket(ticket_id)).version == opened.version
    assert opened.closed_at is None


@pytest.mark.parametrize("hours", [None, -1, 0])
async def test_a_snooze_needs_a_time_to_come(house: House, hours: int | None) -> None:
    ticket_id = await house.mails()
    until = None if hours is None else house.time + timedelta(hours=hours)
    with pytest.raises(Invalid) as refusal:
        await house.does("rosa", change_state, ticket_id=ticket_id, state="snoozed", until=until)
    assert refusal.value.field == "until"


async def test_a_snoozed_ticket_wakes_once(house: House) -> None:
    ticket_id = await house.mails()
    until = house.time + timedelta(hours=2)
    await house.does("rosa", change_state, ticket_id=ticket_id, state="snoozed", until=until)
    await house.does("rosa", change_state, ticket_id=ticket_id, state="snoozed", until=until)
    async with house.database.transaction() as session:
        assert await wake_due(session, now=until - timedelta(seconds=1)) == 0
        assert await wake_due(session, now=until + timedelta(days=3)) == 1
        assert await wake_due(session, now=until + timedelta(days=3)) == 0
    ticket = await house.ticket(ticket_id)
    assert (ticket.state, ticket.lane, ticket.snoozed_until) == ("open", "waiting", None)
    assert [event.data["reason"] for event in await house.log()
            if event.type == "ticket.state_changed" and "reason" in event.data] == ["snooze_over"]


@pytest.mark.parametrize("before", STATES)
async def test_a_patrons_message_opens_what_waits_and_leaves_junk(house: House, before: State) -> None:
    ticket_id = await put(house, before)
    await house.mails(to=house.signer.reply_address(ticket_id), text="One more thing.")
    ticket = await house.ticket(ticket_id)
    assert ticket.state == ("open" if before in WAKES or before == "open" else before)
    assert (ticket.waiting_key == NOT_WAITING) == (before == "junk") or before == "junk"


@pytest.mark.parametrize("before", sorted(WAKES))
async def test_a_machines_message_opens_nothing(house: House, before: State) -> None:
    ticket_id = await put(house, before)
    await house.mails(
        subject="Out of office", to=house.signer.reply_address(ticket_id), auto_submitted="auto-replied"
    )
    assert (await house.ticket(ticket_id)).state == before


def test_the_table_names_every_state() -> None:
    assert set(LEGAL) == set(STATES) == set(get_args(State))
    assert all(after <= set(STATES) and before not in after for before, after in LEGAL.items())
    assert {before for before, after in LEGAL.items() if "open" in after} - {"junk"} == WAKES


def test_the_page_draws_the_table() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    table = {cells[1].strip(" `"): cells[2:-1] for cells in (line.split("|") for line in rows) if len(cells) == 9}
    assert list(table) == list(STATES)
    drawn = {
        before: {after for after, mark in zip(STATES, marks, strict=True) if mark.strip()}
        for before, marks in table.items()
    }
    assert drawn == {before: set(after) for before, after in LEGAL.items()}
