"""The reference record: it fills itself in, nobody's word is overwritten, and once is once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from contactcenter.needs.change import change_transaction, confirm_transaction, remove_transaction, restore_transaction
from contactcenter.needs.choose import choose_need
from contactcenter.needs.queries import record_of
from contactcenter.needs.record import prefill, record_transaction
from contactcenter.needs.tables import NeedRow, TransactionRow
from contactcenter.needs.tally import UNDO, counted_since, tally, untally
from contactcenter.queue.move import move
from contactcenter.shapes.needs import TallyAsk, TicketRecord, Transaction, TransactionAsk, TransactionChangeAsk
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound
from contactcenter.tickets.merge import merge
from contactcenter.tickets.state import close, reopen
from tests.calls.telephone import wires
from tests.conformance.house import House

ALL = ["need", "effort", "mode", "minutes", "referral"]


async def record(house: House, ticket_id: int, login: str = "ines") -> TicketRecord:
    async with house.database.read() as session:
        return await record_of(session, scope=house.scopes[login], ticket_id=ticket_id)


async def only(house: House, ticket_id: int) -> Transaction:
    [row] = (await record(house, ticket_id)).transactions
    return row


async def need(house: House, slug: str) -> int:
    async with house.database.read() as session:
        return (await session.execute(select(NeedRow.id).where(NeedRow.slug == slug))).scalar_one()


async def closes(house: House, ticket_id: int, login: str = "rosa") -> None:
    """As the API does it: one transaction."""
    async with house.database.transaction() as session:
        now = house.clock()
        await close(session, scope=house.scopes[login], actor=house.actor(login), now=now, ticket_id=ticket_id)
        await prefill(session, actor=house.actor(login), now=now, ticket_id=ticket_id)


async def answered(house: House, text: str = "Yes.") -> int:
    """A mail that Rosa answers four minutes after she noted something, some time after it came."""
    ticket_id = await house.mails()
    house.pass_by(timedelta(minutes=3))
    await house.notes("rosa", ticket_id)
    house.pass_by(timedelta(minutes=4))
    await house.replies("rosa", ticket_id, text)
    return ticket_id


def says(row: Transaction, **values: object) -> TransactionChangeAsk:
    return TransactionChangeAsk.model_validate({"expected_version": row.version, **values})


async def test_closing_an_answered_ticket_makes_all_estimated_that_nobody_chose(house: House) -> None:
    ticket_id = await answered(house)
    chosen = await need(house, "renewals")
    await house.does("rosa", choose_need, ticket_id=ticket_id, need_id=chosen)
    await closes(house, ticket_id, "ines")
    row = await only(house, ticket_id)
    assert (row.kind, row.need_id, row.effort, row.mode, row.minutes, row.referral) == (
        "reference", chosen, 1, "email", 7, "none"
    )
    assert (row.estimated, row.confirmed_at) == (ALL[1:], None)
    # Ines closed it; Rosa dealt with it.
    assert (row.staff_id, row.queue_id) == (house.staff["rosa"], house.queues["general"])
    await closes(house, ticket_id, "rosa")
    assert await only(house, ticket_id) == row


async def test_what_nobody_answered_makes_none(house: House) -> None:
    ticket_id = await house.mails()
    await house.notes("rosa", ticket_id)
    await closes(house, ticket_id)
    assert (await record(house, ticket_id)).transactions == []


async def test_each_channel_counts_by_its_mode(house: House) -> None:
    ticket_id = await house.chats()
    await house.replies("rosa", ticket_id)
    await closes(house, ticket_id)
    assert (await only(house, ticket_id)).mode == "chat"


async def test_the_answers_of_what_was_merged_count_too(house: House) -> None:
    into, merged = await house.mails(), await answered(house, "x" * 4000)
    await house.does("rosa", merge, ticket_id=merged, into=into)
    await closes(house, into)
    assert (await only(house, into)).effort == 4
    assert (await record(house, merged)).transactions == []
    with pytest.raises(Conflict):
        await house.does("rosa", record_transaction, ticket_id=merged, ask=TransactionAsk(client_id="client-merged"))


async def test_what_was_said_stays_and_what_is_an_estimate_is_estimated_anew(house: House) -> None:
    ticket_id = await answered(house)
    await closes(house, ticket_id)
    row = await only(house, ticket_id)
    await house.does("rosa", change_transaction, transaction_id=row.id, ask=says(row, effort=2))
    said = await only(house, ticket_id)
    assert (said.effort, said.estimated, said.confirmed_at) == (2, ["need", "mode", "minutes", "referral"], None)
    await house.does("rosa", reopen, ticket_id=ticket_id)
    house.pass_by(timedelta(hours=1))
    await house.replies("rosa", ticket_id, "x" * 9000)
    await closes(house, ticket_id)
    anew = await only(house, ticket_id)
    assert (anew.effort, anew.minutes) == (2, (said.minutes or 0) + 2)
    await house.does("rosa", confirm_transaction, transaction_id=anew.id, expected_version=anew.version)
    await house.does("rosa", reopen, ticket_id=ticket_id)
    house.pass_by(timedelta(hours=1))
    await house.replies("rosa", ticket_id, "And more.")
    await closes(house, ticket_id)
    assert (await only(house, ticket_id)).minutes == anew.minutes


async def test_one_key_confirms_what_was_seen_and_no_more(house: House) -> None:
    ticket_id = await answered(house)
    await closes(house, ticket_id)
    seen = await only(house, ticket_id)
    await house.does("ines", change_transaction, transaction_id=seen.id, ask=says(seen, minutes=30))
    with pytest.raises(Conflict):
        await house.does("rosa", confirm_transaction, transaction_id=seen.id, expected_version=seen.version)
    for _ in range(2):
        await house.does("rosa", confirm_transaction, transaction_id=seen.id, expected_version=seen.version + 1)
    row = await only(house, ticket_id)
    assert (row.estimated, row.confirmed_by, row.minutes, row.version) == ([], house.staff["rosa"], 30, 3)


async def test_who_says_every_value_has_confirmed_it(house: House) -> None:
    ticket_id = await house.mails()
    said = {"need_id": None, "effort": 6, "mode": "phone", "minutes": 90, "referral": "department"}
    await house.does("rosa", record_transaction, ticket_id=ticket_id, ask=TransactionAsk.model_validate(
        {**said, "client_id": "client-whole"}))
    row = await only(house, ticket_id)
    assert (row.estimated, row.confirmed_by) == ([], house.staff["rosa"])
    await house.does("rosa", record_transaction, ticket_id=ticket_id, ask=TransactionAsk(client_id="client-part"))
    part = (await record(house, ticket_id)).transactions[1]
    # Nobody answered, and Rosa left no trace.
    assert (part.effort, part.minutes, part.mode, part.estimated) == (None, None, "email", ALL)
    await house.does("rosa", change_transaction, transaction_id=part.id, ask=says(part, **said))
    assert (await record(house, ticket_id)).transactions[1].confirmed_by == house.staff["rosa"]


async def test_a_need_said_in_the_record_is_the_tickets_and_the_other_way_round(house: House) -> None:
    ticket_id = await answered(house)
    await closes(house, ticket_id)
    complaints, praise = await need(house, "complaints"), await need(house, "praise")
    await house.does("rosa", choose_need, ticket_id=ticket_id, need_id=complaints)
    row = await only(house, ticket_id)
    assert (row.need_id, row.estimated) == (complaints, ALL[1:])
    await house.does("rosa", change_transaction, transaction_id=row.id, ask=says(row, need_id=praise))
    assert (await record(house, ticket_id)).need_id == praise
    await house.does("rosa", choose_need, ticket_id=ticket_id, need_id=complaints)
    assert (await only(house, ticket_id)).need_id == praise, "what was said by hand stays"
    with pytest.raises(Invalid):
        await house.does("rosa", choose_need, ticket_id=ticket_id, need_id=10_000)


async def test_what_was_removed_does_not_come_back_by_itself(house: House) -> None:
    ticket_id = await answered(house)
    await closes(house, ticket_id)
    row = await only(house, ticket_id)
    await house.does("rosa", remove_transaction, transaction_id=row.id)
    await house.does("rosa", reopen, ticket_id=ticket_id)
    await closes(house, ticket_id)
    assert (await record(house, ticket_id)).transactions == []
    with pytest.raises(Conflict):
        await house.does("rosa", confirm_transaction, transaction_id=row.id, expected_version=2)
    await house.does("rosa", restore_transaction, transaction_id=row.id)
    assert (await only(house, ticket_id)).estimated == ALL


async def test_who_does_not_see_the_ticket_does_not_see_its_record(house: House) -> None:
    ticket_id = await answered(house)
    await closes(house, ticket_id)
    row = await only(house, ticket_id)
    for login in ("tomas", "wang"):
        with pytest.raises(NotFound):
            await record(house, ticket_id, login)
        for verb, more in ((change_transaction, {"ask": says(row, effort=1)}), (remove_transaction, {}),
                           (confirm_transaction, {"expected_version": 1}), (restore_transaction, {})):
            with pytest.raises(NotFound):
                await house.does(login, verb, transaction_id=row.id, **more)
        with pytest.raises(NotFound):
            await house.does(login, choose_need, ticket_id=ticket_id, need_id=None)
        with pytest.raises(NotFound):
            await house.does(login, record_transaction, ticket_id=ticket_id, ask=TransactionAsk(client_id="client-theirs"))
    await house.does("rosa", move, ticket_id=ticket_id, queue_id=house.queues["law"])
    await house.does("wang", confirm_transaction, transaction_id=row.id, expected_version=1)


async def test_a_directional_question_is_counted_and_for_half_a_minute_uncounted(house: House) -> None:
    began = house.clock()

    async def today() -> int:
        async with house.database.read() as session:
            return await counted_since(session, actor=house.actor("rosa"), since=began)

    ask = TallyAsk(client_id="client-tally-1")
    row = await house.does("rosa", tally, ask=ask)
    assert (row.ticket_id, row.patron_id, row.kind, row.queue_id) == (None, None, "directional", house.queues["general"])
    assert row.confirmed_at is not None
    assert (await house.does("rosa", tally, ask=ask)).id == row.id
    second = await house.does("rosa", tally, ask=TallyAsk(client_id="client-tally-2"))
    assert await today() == 2
    with pytest.raises(NotFound):
        await house.does("wang", untally, transaction_id=row.id)
    await house.does("rosa", untally, transaction_id=row.id)
    await house.does("rosa", untally, transaction_id=row.id)
    assert await today() == 1
    assert (await house.does("rosa", tally, ask=ask)).id == row.id
    assert await today() == 1, "sent again after it was undone, it stays undone"
    house.pass_by(UNDO + timedelta(seconds=1))
    with pytest.raises(Conflict):
        await house.does("rosa", untally, transaction_id=second.id)
    with pytest.raises(Forbidden):
        await house.does("tomas", tally, ask=TallyAsk(client_id="client-tally-3"))
    with pytest.raises(Invalid):
        await house.does("rosa", tally, ask=TallyAsk(client_id="client-tally-3", queue_id=house.queues["law"]))


async def test_the_stream_of_tallies_has_no_gap(house: House) -> None:
    for client_id in ("client-same", "client-same", "client-other"):
        await house.does("rosa", tally, ask=TallyAsk(client_id=client_id))
    told = [event for event in await house.log() if event.type == "tally.counted"]
    assert [event.version for event in told] == [1, 2]


async def test_a_ticket_may_have_several(house: House) -> None:
    ticket_id = await answered(house)
    await closes(house, ticket_id)
    for _ in range(2):
        await house.does("rosa", record_transaction, ticket_id=ticket_id, ask=TransactionAsk(client_id="client-second"))
    rows = (await record(house, ticket_id)).transactions
    assert len(rows) == 2
    assert rows[1].effort == 1
    async with house.database.read() as session:
        assert len((await session.execute(select(TransactionRow))).all()) == 2


async def test_a_screen_that_does_not_know_of_the_record_yet_makes_no_second_one(house: House) -> None:
    ticket_id = await answered(house)
    await closes(house, ticket_id)
    for _ in range(2):
        ask = TransactionAsk(effort=3, first=True, client_id="client-first")
        await house.does("rosa", record_transaction, ticket_id=ticket_id, ask=ask)
    row = await only(house, ticket_id)
    assert (row.effort, row.estimated, row.version) == (3, ["need", "mode", "minutes", "referral"], 2)


async def test_a_note_of_a_colleague_is_no_minute_of_mine(house: House) -> None:
    ticket_id = await answered(house)
    house.pass_by(timedelta(minutes=5))
    await house.notes("ines", ticket_id)
    await closes(house, ticket_id, "ines")
    assert (await only(house, ticket_id)).minutes == 7


async def test_a_call_takes_as_long_as_it_lasted_and_no_longer_than_its_ticket(house: House) -> None:
    telephone = wires(house)
    await telephone.sits("rosa")
    call = await telephone.waits()
    house.pass_by(timedelta(minutes=1))
    await telephone.accepts("rosa")
    await telephone.joins(call.call_id, "librarian", "rosa")
    await telephone.joins(call.call_id, "caller")
    house.pass_by(timedelta(minutes=25))
    await telephone.is_over(call.call_id, "caller")
    house.pass_by(timedelta(minutes=1, seconds=30))
    await closes(house, call.ticket_id)
    # 25 minutes without a trace of hers, and her notes; not the minute in which the caller heard music.
    assert (await only(house, call.ticket_id)).minutes == 27
