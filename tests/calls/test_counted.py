"""A call in the figures of the house: what was foretold, the board's and the reports' facts."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import orjson
import pytest
from sqlalchemy import select, update

from contactcenter.calls.control import call_out
from contactcenter.envelope import Raw
from contactcenter.measures.answering import IN_LINE, waits
from contactcenter.measures.figures.sum_up import figures
from contactcenter.measures.figures.which import Which
from contactcenter.measures.span import Days, Span, micros
from contactcenter.measures.tables import TalkFactRow, TicketFactRow, WaitFactRow
from contactcenter.needs.record import prefill
from contactcenter.needs.tables import TransactionRow
from contactcenter.patrons.tables import PatronRow
from contactcenter.queue.claim import take
from contactcenter.queue.move import move
from contactcenter.queue.tables import OfferRow
from contactcenter.queue.waits import place_of
from contactcenter.seats.capacity import Capacity
from contactcenter.shapes.promises import Target
from contactcenter.tickets.presence import come
from contactcenter.tickets.state import close
from contactcenter.tickets.tables import TicketRow
from tests.calls.telephone import AMINAS_NUMBER, CARRIER, OURS, Telephone, wires
from tests.conformance.house import House
from tests.conformance.promises import keep, promise
from tests.measures import plain
from tests.measures.counted import counted
from tests.measures.plain import Plain


@pytest.fixture
def telephone(house: House) -> Telephone:
    return wires(house)


async def test_a_call_is_counted_as_every_channel(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    call = await telephone.waits()
    house.pass_by(timedelta(seconds=10))
    await telephone.accepts("rosa")
    await telephone.joins(call.call_id, "librarian", "rosa")
    await telephone.joins(call.call_id, "caller")
    house.pass_by(timedelta(seconds=30))
    await telephone.is_over(call.call_id, "caller")
    other = await telephone.waits("CA-other", number="+8613900000000")
    house.pass_by(timedelta(seconds=20))
    await telephone.is_over(other.call_id, "caller")
    await counted(house)
    async with house.database.read() as session:
        waits = (await session.execute(select(WaitFactRow).order_by(WaitFactRow.position))).scalars().all()
        talk = (await session.execute(select(TalkFactRow))).scalar_one()
        facts = (await session.execute(select(TicketFactRow).order_by(TicketFactRow.ticket_id))).scalars().all()
    assert [(one.channel, one.outcome) for one in waits] == [("phone", "served"), ("phone", "left")]
    assert waits[0].wait_us is not None
    assert 10_000_000 <= waits[0].wait_us < 11_000_000
    assert (talk.staff_id, talk.channel) == (house.staff["rosa"], "phone")
    assert talk.ended_us is not None
    assert [(one.answers, one.answered_by) for one in facts] == [(1, house.staff["rosa"]), (0, None)]


async def test_who_never_stood_in_the_line_has_a_place_too(telephone: Telephone, house: House) -> None:
    """Hanging up in the menu, in the voicemail, and after a message: neither answered nor abandoned, and not nowhere."""
    for number, there in enumerate(("menu", "voicemail", "message", "early message")):
        call = await telephone.rings(f"CA-{number}", number=f"+861390000000{number}")
        await telephone.board.choose(call.call_id, locale="en")
        house.pass_by(timedelta(seconds=20))
        if there != "menu":
            await telephone.board.leave_message(call.call_id)
        recorded = {"recording": "https://carrier.example/1", "recording_id": f"RE{number}", "seconds": 3}
        if there == "early message":
            await telephone.hears("recorded", f"CA-{number}", **recorded)
        await telephone.is_over(call.call_id, "caller")
        if there == "message":
            await telephone.hears("recorded", f"CA-{number}", **recorded)
    await counted(house)
    day = house.clock().astimezone(ZoneInfo("Asia/Shanghai")).date()
    async with house.database.read() as session:
        made = await figures(session, days=Days(day, day, ZoneInfo("Asia/Shanghai")), which=Which(), target_s=30,
                             now_us=micros(house.clock()))
    sums = made.whole
    assert (sums.messages, sums.early, sums.served, sums.abandoned, sums.short, sums.outside) == (2, 2, 0, 0, 0, 0)


async def test_answered_is_who_was_talked_with(telephone: Telephone, house: House) -> None:
    """Who gives up in the voicemail was abandoned; a callback whose line was busy, and a ring nobody lifts, are no answer."""
    rosa = house.staff["rosa"]
    for number, does in enumerate(("nothing", "a message", "rings and nothing", "at once")):
        if does == "rings and nothing":
            await telephone.sits("rosa")
        call = await telephone.waits(f"CA-{number}", number=f"+861390000000{number}")
        house.pass_by(timedelta(seconds=2 if does == "at once" else 20))
        if does == "rings and nothing":
            await telephone.accepts("rosa")
            house.pass_by(timedelta(seconds=10))
        await telephone.board.leave_message(call.call_id)
        house.pass_by(timedelta(seconds=6))
        await telephone.is_over(call.call_id, "caller")
        if does == "a message":
            await telephone.hears("recorded", f"CA-{number}", recording="https://carrier.example/1", recording_id="RE", seconds=3)
        if does == "rings and nothing":
            await telephone.is_over(call.call_id, "librarian", "rosa", code="canceled")
    asked = await telephone.waits("CA-asks", number="+8613900000009")
    await telephone.board.ask_for_callback(asked.call_id)
    await telephone.is_over(asked.call_id, "caller")
    house.pass_by(timedelta(seconds=8))
    await telephone.accepts("rosa")
    back = (await telephone.calls())[-1]
    await telephone.joins(back.id, "librarian", "rosa")
    house.pass_by(timedelta(seconds=20))
    await telephone.is_over(back.id, "caller", code="busy")
    ended = [event.data for event in await house.log() if event.type == "call.ended"][-1]
    assert (ended["way"], ended["how"], ended["staff_id"]) == ("back", "busy", rosa)  # the history says who called
    assert (await house.ticket(asked.ticket_id)).assignee_id == rosa
    await telephone.is_over(back.id, "librarian", "rosa")
    house.pass_by(timedelta(minutes=2))
    await telephone.sits("rosa")
    answered = await telephone.waits("CA-heard", number="+8613900000008")
    await telephone.accepts("rosa")
    house.pass_by(timedelta(seconds=7))
    await telephone.joins(answered.call_id, "librarian", "rosa")
    await telephone.joins(answered.call_id, "caller")
    house.pass_by(timedelta(seconds=50))
    await telephone.is_over(answered.call_id, "caller")
    await counted(house)
    zone = ZoneInfo("Asia/Shanghai")
    day = house.clock().astimezone(zone).date()
    async with house.database.read() as session:
        made = await figures(session, days=Days(day, day, zone), which=Which(), target_s=30, now_us=micros(house.clock()))
        talks = (await session.execute(select(TalkFactRow))).scalars().all()
    sums = made.whole
    assert (sums.messages, sums.early, sums.served, sums.abandoned, sums.short) == (1, 0, 1, 2, 1)
    assert 7_000_000 <= sums.waited_us < 8_500_000  # until they heard one another
    assert [(one.staff_id, one.ticket_id) for one in talks] == [(rosa, answered.ticket_id)]
    assert 50_000_000 <= (talks[0].handle_us or 0) < 53_000_000


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_whom_we_ring_back_has_come_once(telephone: Telephone, house: House, dialect: str) -> None:
    """That we reach them is our contact; that they call again, or write after it, is theirs."""
    await telephone.sits("rosa")
    missed = await telephone.waits()
    house.pass_by(timedelta(seconds=40))
    await telephone.is_over(missed.call_id, "caller")
    mailed = await house.mails()
    await house.replies("rosa", mailed, then="keep")

    async def calls(ticket_id: int) -> None:
        house.pass_by(timedelta(minutes=5))
        out = await house.does("rosa", call_out, ticket_id=ticket_id, number=AMINAS_NUMBER, sender=OURS, carrier="twilio")
        await telephone.works()
        for part in ("librarian", "caller"):
            await telephone.joins(out, part)
        for part in ("caller", "librarian"):
            await telephone.is_over(out, part)

    for ticket_id in (missed.ticket_id, mailed):
        await calls(ticket_id)
    await counted(house)
    async with house.database.read() as session:
        facts = (await session.execute(select(TicketFactRow).order_by(TicketFactRow.ticket_id))).scalars().all()
    assert [(one.contacts, one.answers, one.owed, one.calling) for one in facts] == [(1, 1, False, None), (1, 2, False, None)]


async def test_nobody_is_late_for_who_hung_up_in_the_menu(telephone: Telephone, house: House) -> None:
    await promise(house, ("resolution", 1), Target(kind="first_answer", channel="phone", within_s=60, near_s=30))
    call = await telephone.rings()
    await telephone.board.choose(call.call_id, locale="en")
    house.pass_by(timedelta(seconds=90))
    await keep(house)
    await telephone.is_over(call.call_id, "caller")
    house.pass_by(timedelta(hours=3))
    await keep(house)
    ticket = await house.ticket(call.ticket_id)
    assert (ticket.state, ticket.call_kind, ticket.due_at) == ("open", "early", None)
    assert "promise.broken" not in {event.type for event in await house.log()}


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_who_is_passed_on_to_a_closed_department_counts_as_what_they_did_there(
    telephone: Telephone, house: House, dialect: str
) -> None:
    """A message is a voice message, and hanging up on the hours is that, for all that they had talked before: once answered."""
    for number, does in enumerate(("leaves a message", "says it is kept later", "hangs up")):
        await telephone.sits("rosa")
        call = await telephone.talks("rosa", remote_id=f"CA-{number}", number=f"+861390000000{number}")
        await house.does("rosa", move, ticket_id=call.ticket_id, queue_id=house.queues["law"], given_up=True)
        await telephone.works()
        await telephone.board.leave_message(call.call_id)  # as who hears that it is closed (`channels/phone`)
        recorded = {"recording": "https://carrier.example/1", "recording_id": f"RE{number}", "seconds": 3}
        if does == "leaves a message":
            await telephone.hears("recorded", f"CA-{number}", **recorded)
        await telephone.is_over(call.call_id, "caller")
        await telephone.is_over(call.call_id, "librarian", "rosa")
        if does == "says it is kept later":
            await telephone.hears("recorded", f"CA-{number}", **recorded)
        house.pass_by(timedelta(seconds=30))  # her notes are written
        await telephone.works()
    await counted(house)
    assert [one.how for one in await telephone.calls()] == ["voicemail", "voicemail", "completed"]
    day = house.clock().astimezone(ZoneInfo("Asia/Shanghai")).date()
    async with house.database.read() as session:
        made = await figures(session, days=Days(day, day, ZoneInfo("Asia/Shanghai")), which=Which(), target_s=30,
                             now_us=micros(house.clock()))
        shown = await waits(session, span=Span(0, micros(house.clock()) + 1), target_s=30)  # as the board asks
        ask = Plain(session, dialect, day, day)
        ((messages,), (early,), (served,)) = [await ask.one(f"SELECT count(*) FROM {rows}") for rows in (  # noqa: S608
            f"({plain.LAST_END}) e WHERE how = 'voicemail'", f"({plain.LAST_END}) e WHERE {plain.EARLY}",
            f"({plain.SERVED}) e",
        )]
    sums = made.whole
    assert (sums.messages, sums.early, sums.served) == (messages, early, served) == (2, 1, 3)
    assert (sums.abandoned, sums.short, sums.outside) == (0, 0, 0)
    assert [sum(getattr(one, name) for one in shown.values()) for name in ("messages", "early", "served")] == [2, 1, 3]


async def test_whom_we_call_did_not_arrive(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    rosa = house.staff["rosa"]
    kept = await house.desk.accept_now(Raw("phone", orjson.dumps({
        "kind": "out", "number": AMINAS_NUMBER, "author": f"staff:{rosa}", "author_staff_id": rosa, "client_id": "call-0001",
        "queue": "general", "locale": "en",
    })))
    asked = await house.mails()
    for ticket_id in (kept.ticket_id, asked):  # one that she begins, and one that asked first and is nobody's yet
        assert ticket_id is not None
        call_id = await house.does("rosa", call_out, ticket_id=ticket_id, number=AMINAS_NUMBER, sender=OURS, carrier=CARRIER)
        await telephone.works()
        await telephone.joins(call_id, "librarian", "rosa")
        await telephone.joins(call_id, "caller")
        assert (await telephone.call(call_id)).state == "talking"
        assert (await house.ticket(ticket_id)).assignee_id == rosa
        await telephone.is_over(call_id, "caller")
    came = await telephone.waits("CA-in")
    await telephone.is_over(came.call_id, "caller")
    await counted(house)
    zone = ZoneInfo("Asia/Shanghai")
    days = Days(house.time.astimezone(zone).date(), house.time.astimezone(zone).date(), zone)
    async with house.database.read() as session:
        waits = (await session.execute(select(WaitFactRow.ticket_id).where(IN_LINE))).scalars().all()
        talks = (await session.execute(select(TalkFactRow.channel).order_by(TalkFactRow.position))).scalars().all()
        made, phone, hers = [
            await figures(session, days=days, which=which, target_s=20, now_us=micros(house.time))
            for which in (Which(), Which(channel="phone"), Which(staff_id=rosa))
        ]
    assert waits == [came.ticket_id]
    assert talks == ["phone_out", "email"]
    assert (made.whole.arrived, made.whole.called, made.whole.answered, made.whole.talks) == (2, 2, 1, 2)
    assert (phone.whole.arrived, phone.whole.called, phone.whole.talks) == (1, 2, 1)
    assert (hers.whole.called, hers.whole.talks) == (2, 2)
    # No channel of its own, and somebody who made them.
    assert {name: sums.called for name, sums in made.channels.items() if sums.called} == {"phone": 2}
    assert {who: sums.called for who, sums in made.staff.items() if sums.called} == {rosa: 2}
    assert "phone_out" not in made.channels


async def test_every_call_that_was_dialled_is_who_made_its(telephone: Telephone, house: House) -> None:
    """Ines has the inquiry, Rosa calls: the call and its time are Rosa's. Not dialled is not counted; a callback is."""
    rosa, ines = house.staff["rosa"], house.staff["ines"]
    for login in ("rosa", "ines"):
        await telephone.sits(login)
    ticket_id = await house.mails()
    await house.does("ines", take, ticket_id=ticket_id)
    for takes in (False, True):  # her own telephone first, or nobody is rung
        call_id = await house.does("rosa", call_out, ticket_id=ticket_id, number=AMINAS_NUMBER, sender=OURS, carrier=CARRIER)
        await telephone.works()
        if takes:
            await telephone.joins(call_id, "librarian", "rosa")
            await telephone.joins(call_id, "caller")
            house.pass_by(timedelta(seconds=50))
            await telephone.is_over(call_id, "caller")
        await telephone.is_over(call_id, "librarian", "rosa", code="completed" if takes else "busy")
        house.pass_by(timedelta(minutes=2))
    await telephone.sits("rosa")
    asked = await telephone.waits("CA-asks")
    await telephone.board.ask_for_callback(asked.call_id)
    await telephone.is_over(asked.call_id, "caller")
    async with house.database.read() as session:
        who = (await session.execute(select(OfferRow.staff_id).where(OfferRow.outcome.is_(None)))).scalar_one()
    login = "rosa" if who == rosa else "ines"
    await telephone.accepts(login)
    back = (await telephone.calls())[-1]
    await telephone.joins(back.id, "librarian", login)
    await telephone.is_over(back.id, "caller", code="no_answer")
    await counted(house)
    zone = ZoneInfo("Asia/Shanghai")
    days = Days(house.time.astimezone(zone).date(), house.time.astimezone(zone).date(), zone)
    async with house.database.read() as session:
        made = await figures(session, days=days, which=Which(), target_s=20, now_us=micros(house.time))
        talks = [(one.staff_id, one.handle_us) for one in (await session.execute(select(TalkFactRow))).scalars() if one.ticket_id == ticket_id]
    assert made.whole.called == 2
    assert {one: sums.called for one, sums in made.staff.items() if sums.called} == (
        {rosa: 2} if who == rosa else {rosa: 1, ines: 1})
    assert [one for one, _ in talks] == [rosa]
    assert talks[0][1] is not None
    assert talks[0][1] >= 50_000_000
    assert made.staff.get(ines) is None or made.staff[ines].talks == 0


async def test_a_conversation_is_a_transaction(telephone: Telephone, house: House) -> None:
    """Nothing is typed in a call: what was said is an answer all the same."""
    await telephone.sits("rosa")
    call = await telephone.talks()
    house.pass_by(timedelta(minutes=2))
    await telephone.is_over(call.call_id, "caller")
    async with house.database.transaction() as session:
        who = {"actor": house.actor("rosa"), "now": house.clock(), "ticket_id": call.ticket_id}
        await close(session, scope=house.scopes["rosa"], **who)  # type: ignore[arg-type]
        made = await prefill(session, **who)  # type: ignore[arg-type]
    async with house.database.read() as session:
        row = (await session.execute(select(TransactionRow))).scalar_one()
    assert (row.id, row.staff_id, row.mode, row.effort, row.kind) == (made, house.staff["rosa"], "phone", 2, "reference")
    assert row.minutes is not None
    # Nobody was there: nothing to record.
    other = await telephone.waits("CA-other", number="+8613900000000")
    await telephone.is_over(other.call_id, "caller")
    async with house.database.transaction() as session:
        who["ticket_id"], who["now"] = other.ticket_id, house.clock()
        await close(session, scope=house.scopes["rosa"], **who)  # type: ignore[arg-type]
        assert await prefill(session, **who) is None  # type: ignore[arg-type]


async def test_the_language_that_is_chosen_counts(telephone: Telephone, house: House) -> None:
    first = await telephone.rings()
    await counted(house)  # before anything was chosen
    await telephone.board.choose(first.call_id, locale="zh-Hans")
    await telephone.board.line_up(first.call_id)
    second = await telephone.rings("CA-again")
    await telephone.board.choose(second.call_id, locale="en")
    await counted(house)
    async with house.database.read() as session:
        facts = (await session.execute(select(TicketFactRow).order_by(TicketFactRow.ticket_id))).scalars().all()
        waits = (await session.execute(select(WaitFactRow))).scalars().all()
        spoken = (await session.execute(select(PatronRow.locale))).scalars().all()
    assert [one.language for one in facts] == ["zh-Hans", "en"]
    assert [one.language for one in waits] == ["zh-Hans"]
    # By the number alone they are known: what was chosen last counts.
    assert spoken == ["en"]
    # Whoever wrote a mail chose there: a number proves nobody.
    async with house.database.transaction() as session:
        await session.execute(update(TicketRow).where(TicketRow.id == first.ticket_id).values(channel="email"))
    third = await telephone.rings("CA-third")
    await telephone.board.choose(third.call_id, locale="zh-Hans")
    async with house.database.read() as session:
        assert (await session.execute(select(PatronRow.locale))).scalars().all() == ["en"]
    assert (await house.ticket(third.ticket_id)).locale == "zh-Hans"


async def test_callers_count_whoever_is_offered_before_them(telephone: Telephone, house: House) -> None:
    for number in range(2):
        await telephone.waits(f"CA-{number}", number=f"+861390000000{number}")
    chat = await house.chats()


    async with house.database.transaction() as session:
        await come(session, ticket_id=chat, now=house.clock())
    last = await telephone.waits("CA-last", number="+8613900000009")
    async with house.database.read() as session:
        place = await place_of(session, ticket_id=last.ticket_id, capacity=Capacity(), now=house.clock())
    assert place is not None
    assert place.place == 4
