"""A call from its first second to the wrap-up, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.automation.act import Doer
from contactcenter.automation.macros import add_macro, apply_macro
from contactcenter.automation.rules import add_rule
from contactcenter.automation.run import Automaton
from contactcenter.calls import control
from contactcenter.calls.arrange import arrange
from contactcenter.calls.begin import call_of
from contactcenter.calls.closing import refuse_talking
from contactcenter.calls.queries import of_ticket
from contactcenter.calls.states import LEGAL
from contactcenter.calls.tables import LegRow
from contactcenter.envelope import CallStanding, SendError, Signal
from contactcenter.events.record import Actor
from contactcenter.intake import steps, switchboard
from contactcenter.intake.quarantine import page, put_back
from contactcenter.measures.board import board
from contactcenter.queue.calendars import Calendars
from contactcenter.queue.claim import assign, take
from contactcenter.queue.listen import listen
from contactcenter.queue.load import loads
from contactcenter.queue.pass_on import Way, hand_over, ring_at
from contactcenter.queue.tables import OfferRow, WaitRow
from contactcenter.seats.capacity import Capacity, Load
from contactcenter.seats.presence import stand_up
from contactcenter.seats.tables import SeatRow
from contactcenter.shapes.automation import MacroAsk, RuleAsk
from contactcenter.shapes.promises import Target
from contactcenter.tickets.errors import Conflict, Forbidden
from contactcenter.tickets.listed import rows
from contactcenter.tickets.merge import merge, unmerge
from contactcenter.tickets.state import change_state, close, reopen
from tests.calls.telephone import AMINAS_NUMBER, OURS, ROSAS_TELEPHONE, Telephone, wires
from tests.conformance.house import House
from tests.conformance.promises import keep, promise
from tests.queue.test_router import waits


@pytest.fixture
def telephone(house: House) -> Telephone:
    return wires(house)


async def passes_on(house: House, call: CallStanding, *, to: str, way: Way) -> None:
    """Rosa lets her call ring at a colleague's."""
    await house.does("rosa", ring_at, ticket_id=call.ticket_id, staff_id=house.staff[to], way=way, capacity=Capacity())


async def test_a_call_is_a_ticket_from_its_first_second(telephone: Telephone, house: House) -> None:
    call = await telephone.rings()
    ticket = await house.ticket(call.ticket_id)
    assert (ticket.channel, ticket.state, ticket.live) == ("phone", "open", False)
    assert ticket.patron_id is not None
    assert ticket.patron_name == "+86 138 0013 8000"
    assert (await telephone.call(call.call_id)).state == "arriving"
    # Told twice, it is one call and one ticket.
    again = await telephone.board.arrives(telephone.signal("arrived", "CA-caller", number=AMINAS_NUMBER, ours=OURS))
    assert again is not None
    assert again.ticket_id == call.ticket_id
    assert await house.understanding.next_set() == 0
    assert len(await telephone.calls()) == 1


async def test_what_is_told_of_a_kept_call_opens_its_ticket_first(telephone: Telephone, house: House) -> None:
    """The caller was quicker than our worker, or the process ended right after the answer."""
    arrived = telephone.signal("arrived", "CA-caller", number=AMINAS_NUMBER, ours=OURS)
    assert await telephone.board.arrives(arrived) is None
    assert await telephone.board.arrives(arrived) is None  # told twice before anybody looked
    assert await telephone.calls() == []
    house.pass_by(timedelta(seconds=4))
    call = await telephone.hears("answered", "CA-caller")
    assert call is not None
    assert (call.state, call.locale) == ("arriving", "en")
    await house.understanding.next_set()
    [row] = await telephone.calls()
    assert row.began_at == arrived.at
    # It is over before anybody looked: the same.
    await telephone.board.arrives(telephone.signal("arrived", "CA-second", number=AMINAS_NUMBER, ours=OURS))
    over = await telephone.hears("over", "CA-second", number=AMINAS_NUMBER, ours=OURS)
    assert over is not None
    assert over.state == "ended"
    assert len(await telephone.calls()) == 2


async def test_a_call_goes_before_a_flood_of_mails(telephone: Telephone, house: House) -> None:
    house.understanding.behind = True  # the worker is in the middle of it
    await telephone.board.arrives(telephone.signal("arrived", "CA-caller", number=AMINAS_NUMBER, ours=OURS))
    async with asyncio.timeout(10):
        while not await telephone.calls():
            await asyncio.sleep(0.01)
    assert await house.understanding.next_set() == 0


async def test_a_worker_and_all_that_is_told_meanwhile_open_one_ticket(telephone: Telephone, house: House) -> None:
    for number in range(8):
        name = f"CA-{number}"
        await telephone.board.arrives(telephone.signal("arrived", name, number=AMINAS_NUMBER, ours=OURS))
        works = house.understanding.next_set
        told = [telephone.hears(kind, name, number=AMINAS_NUMBER, ours=OURS) for kind in ("answered", "over", "over")]
        async with asyncio.timeout(20):
            standing, *_ = await asyncio.gather(asyncio.gather(*told), works(), works())
        assert {None if one is None else one.call_id for one in standing} == {number + 1}
    assert [(call.id, call.state, call.how) for call in await telephone.calls()] == [
        (number + 1, "ended", "short_abandoned") for number in range(8)
    ]


async def test_a_known_call_is_looked_up_once_and_an_unknown_one_again(
    telephone: Telephone, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int | None] = []
    hidden = 0

    async def looks(session: AsyncSession, signal: Signal) -> int | None:
        looked.append(None if len(looked) < hidden else await call_of(session, signal))
        return looked[-1]

    monkeypatch.setattr(switchboard, "call_of", looks)
    known, opened = await telephone.rings("CA-known"), await telephone.rings("CA-opened")
    await telephone.hears("over", "CA-known", number=AMINAS_NUMBER, ours=OURS)
    assert looked == [known.call_id]
    # Opened by another process between the first look and the transaction: it is no second call.
    looked, hidden = [], 1
    await telephone.hears("over", "CA-opened", number=AMINAS_NUMBER, ours=OURS)
    assert looked == [None, opened.call_id]
    assert [(call.id, call.state) for call in await telephone.calls()] == [(known.call_id, "ended"), (opened.call_id, "ended")]


async def test_a_call_that_cannot_be_opened_is_set_aside_and_replayed(
    telephone: Telephone, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise ValueError("a bug of ours")

    with monkeypatch.context() as broken:
        broken.setattr(steps, "begin", fails)
        await telephone.board.arrives(telephone.signal("arrived", "CA-caller", number=AMINAS_NUMBER, ours=OURS))
        assert await telephone.hears("answered", "CA-caller") is None
    async with house.database.transaction() as session:
        [item], _ = await page(session)
        assert (item.channel, item.step) == ("phone", "ring_in")
        await put_back(session, inbound_ids=[item.id], actor=house.actor("ines"), now=house.clock())
    await house.understanding.next_set()
    [row] = await telephone.calls()
    assert (row.state, row.number) == ("arriving", AMINAS_NUMBER)


async def test_a_withheld_number_is_nobody(telephone: Telephone, house: House) -> None:
    call = await telephone.rings(number="")
    ticket = await house.ticket(call.ticket_id)
    assert ticket.patron_id is None
    assert ticket.patron_name == ""  # whoever reads it is told so in their own language


async def test_it_waits_rings_is_taken_and_is_wrapped_up(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    call = await telephone.waits()
    assert (await house.ticket(call.ticket_id)).offered_to == house.staff["rosa"]
    await telephone.accepts("rosa")
    assert [(one.kind, one.to) for one in telephone.told] == [("ring", "+861066666666")]
    assert (await telephone.call(call.call_id)).state == "ringing"
    await telephone.joins(call.call_id, "librarian", "rosa")
    # Only when she is there is the caller taken from the music.
    assert [one.kind for one in telephone.told] == ["ring", "connect"]
    await telephone.joins(call.call_id, "caller")
    assert (await telephone.call(call.call_id)).state == "talking"
    house.pass_by(timedelta(seconds=40))
    await telephone.is_over(call.call_id, "caller")
    row = await telephone.call(call.call_id)
    assert (row.state, row.how, row.staff_id) == ("ended", "completed", house.staff["rosa"])
    assert telephone.told[-1].kind == "hang_up"
    ticket = await house.ticket(call.ticket_id)
    assert (ticket.live, ticket.assignee_id, ticket.locale) == (False, house.staff["rosa"], "zh-Hans")
    assert await telephone.presence("rosa") == ("wrap_up", None)
    assert await telephone.told_of(call.ticket_id) == [
        "begun in", "stepped choosing", "stepped waiting", "leg_changed librarian", "stepped ringing",
        "leg_changed librarian", "leg_changed caller", "stepped talking", "answered", "leg_changed caller",
        "stepped ended", "ended completed",
    ]


async def test_the_librarian_hangs_up_their_own_telephone(telephone: Telephone) -> None:
    await telephone.sits("rosa")
    call = await telephone.talks()
    await telephone.is_over(call.call_id, "librarian", "rosa")
    # The carrier was asked whether the caller is there, and told to end their call, too.
    assert [one.kind for one in telephone.told[-2:]] == ["look", "hang_up"]
    await telephone.is_over(call.call_id, "caller")
    assert (await telephone.call(call.call_id)).how == "completed"


async def test_a_browser_that_is_lost_puts_the_caller_at_the_head_of_the_line(
    telephone: Telephone, house: House
) -> None:
    await telephone.sits("rosa", "browser")
    call = await telephone.talks()
    await telephone.is_over(call.call_id, "librarian", "rosa", code="failed")
    row, ticket = await telephone.call(call.call_id), await house.ticket(call.ticket_id)
    assert (row.state, row.stay) == ("waiting", 2)
    # It rings at her again, or at whoever is there.
    assert (ticket.assignee_id, ticket.live, ticket.offered_to) == (None, True, house.staff["rosa"])
    assert ("line", "done") in await telephone.orders()
    await telephone.is_over(call.call_id, "caller")
    assert (await telephone.call(call.call_id)).how == "dropped"


async def test_the_caller_hangs_up_and_the_librarians_end_is_told_first(telephone: Telephone) -> None:
    await telephone.sits("rosa", "browser")
    call = await telephone.talks()
    telephone.gone.add("CA-caller")
    await telephone.is_over(call.call_id, "librarian", "rosa")
    row = await telephone.call(call.call_id)
    assert (row.state, row.how) == ("ended", "completed")


async def test_nobody_answers_the_telephone(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    call = await telephone.waits()
    await telephone.accepts("rosa")
    await telephone.is_over(call.call_id, "librarian", "rosa", code="no_answer")
    assert (await telephone.call(call.call_id)).state == "waiting"
    assert (await house.ticket(call.ticket_id)).assignee_id is None
    assert await telephone.presence("rosa") == ("away", "no_answer")


async def test_a_seat_without_a_telephone_is_not_rung(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa", "")
    call = await telephone.waits()
    assert (await house.ticket(call.ticket_id)).offered_to is None


@pytest.mark.parametrize(("seconds", "how"), [(3, "short_abandoned"), (60, "abandoned")])
async def test_a_caller_gives_up(telephone: Telephone, house: House, seconds: int, how: str) -> None:
    call = await telephone.waits()
    house.pass_by(timedelta(seconds=seconds))
    await telephone.is_over(call.call_id, "caller")
    assert (await telephone.call(call.call_id)).how == how
    ticket = await house.ticket(call.ticket_id)
    assert (ticket.live, ticket.state) == (False, "open")


async def test_only_the_end_is_told(telephone: Telephone) -> None:
    """What asked us for instructions was lost: there is a ticket all the same, with the truth."""
    call = await telephone.hears("over", "CA-lost", number=AMINAS_NUMBER, ours="+861088888888", code="failed")
    assert call is not None
    assert (call.state, (await telephone.call(call.call_id)).how) == ("ended", "failed")


async def test_an_end_of_nobody_we_know(telephone: Telephone) -> None:
    assert await telephone.hears("over", "CA-other", code="completed", inbound=False) is None
    assert await telephone.calls() == []


async def test_hold_and_mute(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    call = await telephone.talks()
    for held, state in ((True, "held"), (True, "held"), (False, "talking")):
        await house.does("rosa", control.put_on_hold, call_id=call.call_id, held=held)
        assert (await telephone.call(call.call_id)).state == state
        await telephone.works()
    await house.does("rosa", control.mute, call_id=call.call_id, muted=True)
    await telephone.works()
    # Of each leg in their order; legs do not wait for one another.
    assert [one.kind for one in telephone.told[-3:] if one.kind != "mute"] == ["hold", "resume"]
    assert "mute" in [one.kind for one in telephone.told[-3:]]
    with pytest.raises(Forbidden):
        await house.does("ines", control.put_on_hold, call_id=call.call_id, held=True)


async def test_a_hold_that_fails_is_told_and_taken_back(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    call = await telephone.talks()
    telephone.refuses["hold"] = SendError("gone", permanent=True)
    await house.does("rosa", control.put_on_hold, call_id=call.call_id, held=True)
    await telephone.works()
    assert (await telephone.call(call.call_id)).state == "talking"
    assert "troubled gone" in await telephone.told_of(call.ticket_id)


async def test_a_ring_that_was_doubled_ends_nothing(telephone: Telephone) -> None:
    # The carrier rang her twice, since its first answer was lost; her line is busy then with the first.
    await telephone.sits("rosa")
    call = await telephone.waits()
    await telephone.accepts("rosa")
    leg = await telephone.leg(call.call_id, "librarian", "rosa")
    await telephone.hears("joined", "CA-first", leg_id=leg.id, stay=1)
    await telephone.joins(call.call_id, "caller")
    await telephone.hears("over", leg.remote_id or "", leg_id=leg.id, code="busy")
    await telephone.works()
    assert (await telephone.leg(call.call_id, "librarian", "rosa")).remote_id == "CA-first"
    assert (await telephone.call(call.call_id)).state == "talking"
    await telephone.hears("over", "CA-first", leg_id=leg.id, code="completed")
    assert (await telephone.leg(call.call_id, "librarian", "rosa")).state == "over"


async def test_closed_while_they_choose(telephone: Telephone, house: House) -> None:
    call = await telephone.rings()
    await telephone.works()
    await house.does("rosa", close, ticket_id=call.ticket_id)
    await telephone.works()
    assert [(one.kind, one.remote_id) for one in telephone.told] == [("hang_up", "CA-caller")]


async def test_a_hold_tried_again_does_not_undo_the_return(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    call = await telephone.talks()
    telephone.refuses["hold"] = SendError("timeout")
    await house.does("rosa", control.put_on_hold, call_id=call.call_id, held=True)
    await telephone.operator.next_set()
    await house.does("rosa", control.put_on_hold, call_id=call.call_id, held=False)
    await telephone.operator.next_set()
    telephone.refuses.clear()
    house.pass_by(timedelta(seconds=2))
    await telephone.works()
    assert [one.kind for one in telephone.told][-2:] == ["hold", "resume"]


async def test_who_is_on_the_telephone_is_not_merged_away(telephone: Telephone, house: House) -> None:
    before = await telephone.rings("CA-before")
    await telephone.is_over(before.call_id, "caller")
    call = await telephone.waits()
    with pytest.raises(Conflict) as refused:
        await house.does("rosa", merge, ticket_id=call.ticket_id, into=before.ticket_id)
    assert refused.value.code == "call_goes_on"
    await telephone.is_over(call.call_id, "caller")
    await house.does("rosa", merge, ticket_id=call.ticket_id, into=before.ticket_id)
    # Merged before they stand in the line, they wait with the one that it became.
    third = await telephone.rings("CA-third")
    await house.does("rosa", merge, ticket_id=third.ticket_id, into=before.ticket_id)
    await telephone.board.line_up(third.call_id)
    await telephone.sits("rosa")
    await telephone.works()
    assert (await house.ticket(before.ticket_id)).offered_to == house.staff["rosa"]
    with pytest.raises(Conflict):
        await house.does("rosa", unmerge, ticket_id=third.ticket_id)


async def test_a_carriers_clock_that_is_behind(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    call = await telephone.talks()
    over = telephone.signal("over", "CA-caller", code="completed")
    await telephone.board.hear(replace(over, at=house.clock() - timedelta(seconds=30)))
    row = await telephone.call(call.call_id)
    assert row.ended_at == row.talked_at


async def test_passed_on_cold(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    await telephone.sits("ines")
    call = await telephone.talks()
    await passes_on(house, call, to="ines", way="transfer")
    await telephone.works()
    await telephone.accepts("ines", works=False)
    for rung in (False, True):
        # Also in the moment between her yes and the first ring.
        async with house.database.read() as session:
            known = (await session.execute(select(LegRow.staff_id).where(LegRow.call_id == call.call_id))).scalars().all()
        assert (house.staff["ines"] in known) is rung
        with pytest.raises(Forbidden) as refused:
            await house.does("rosa", control.hang_up, call_id=call.call_id)
        assert refused.value.code == "passed_on"
        await telephone.works()
    assert (await telephone.leg(call.call_id, "librarian", "rosa")).state == "joined"
    # Nor does the one at whom it still rings: the patron talks with Rosa.
    of_rosa = await telephone.leg(call.call_id, "librarian", "rosa")
    for act, more in ((control.hang_up, {}), (control.let_out, {"leg_id": of_rosa.id}), (control.put_on_hold, {"held": True})):
        with pytest.raises(Forbidden) as refused:
            await house.does("ines", act, call_id=call.call_id, **more)
        assert refused.value.code == "rings_you"
    assert (await telephone.call(call.call_id)).state == "talking"
    await telephone.joins(call.call_id, "librarian", "ines")
    await house.does("rosa", control.hang_up, call_id=call.call_id)  # a moment late: she goes as it is, and alone
    # Only when the colleague is there does the first one go.
    assert (await telephone.leg(call.call_id, "librarian", "rosa")).hung_up
    await telephone.is_over(call.call_id, "librarian", "rosa")
    row = await telephone.call(call.call_id)
    assert (row.state, row.staff_id) == ("talking", house.staff["ines"])


async def test_passed_on_warm(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    await telephone.sits("ines")
    call = await telephone.talks()
    await passes_on(house, call, to="ines", way="consult")
    await telephone.works()
    await telephone.accepts("ines")
    await telephone.joins(call.call_id, "librarian", "ines")
    assert not (await telephone.leg(call.call_id, "librarian", "rosa")).hung_up
    await house.does("rosa", hand_over, ticket_id=call.ticket_id, staff_id=house.staff["ines"])
    await telephone.works()
    assert (await telephone.leg(call.call_id, "librarian", "rosa")).hung_up
    assert not (await telephone.leg(call.call_id, "librarian", "ines")).hung_up


async def test_who_hands_a_call_over_wraps_up(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    await telephone.sits("wang")
    call = await telephone.talks()
    await passes_on(house, call, to="wang", way="consult")
    await telephone.accepts("wang")
    await telephone.joins(call.call_id, "librarian", "wang")
    await house.does("rosa", hand_over, ticket_id=call.ticket_id, staff_id=house.staff["wang"])
    await telephone.works()
    assert (await telephone.presence("rosa"))[0] == "available"  # her telephone is in it still
    await telephone.is_over(call.call_id, "librarian", "rosa")
    assert [(await telephone.presence(one))[0] for one in ("rosa", "wang")] == ["wrap_up", "available"]
    await telephone.is_over(call.call_id, "caller")
    assert (await telephone.presence("wang"))[0] == "wrap_up"


@pytest.mark.parametrize("how", ["in the console", "on her telephone"])
async def test_who_was_asked_in_hangs_up_for_herself(telephone: Telephone, house: House, how: str) -> None:
    await telephone.sits("rosa")
    await telephone.sits("wang")
    call = await telephone.talks()
    await passes_on(house, call, to="wang", way="consult")
    await telephone.accepts("wang")
    await telephone.joins(call.call_id, "librarian", "wang")
    rosas = await telephone.leg(call.call_id, "librarian", "rosa")
    with pytest.raises(Forbidden, match="their call"):
        await house.does("wang", control.let_out, call_id=call.call_id, leg_id=rosas.id)
    if how == "in the console":
        await house.does("wang", control.hang_up, call_id=call.call_id)
        await telephone.works()
    await telephone.is_over(call.call_id, "librarian", "wang")
    assert (await telephone.call(call.call_id)).state == "talking"
    ticket = await house.ticket(call.ticket_id)
    assert (ticket.assignee_id, ticket.guest_ids) == (house.staff["rosa"], [])
    assert (await telephone.leg(call.call_id, "librarian", "rosa")).hung_up is False
    assert (await telephone.leg(call.call_id, "caller")).hung_up is False
    # Whatever happens to the ticket now, her telephone does not ring again.
    rung = len(telephone.told)
    async with house.database.transaction() as session:
        await arrange(session, call_id=call.call_id, now=house.clock())
    await telephone.works()
    assert [one.kind for one in telephone.told[rung:]] == []
    # With nobody else in it, it ends for everybody.
    await house.does("rosa", control.hang_up, call_id=call.call_id)
    assert (await telephone.leg(call.call_id, "caller")).hung_up is True


async def test_nobody_is_cut_off_by_closing(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    call = await telephone.talks()
    async with house.database.read() as session:
        with pytest.raises(Conflict) as refused:
            await refuse_talking(session, ticket_id=call.ticket_id)
    assert refused.value.code == "talking"
    await telephone.is_over(call.call_id, "caller")
    async with house.database.read() as session:
        await refuse_talking(session, ticket_id=call.ticket_id)


async def test_no_rule_and_no_macro_closes_under_a_call(telephone: Telephone, house: House) -> None:
    """A rule does the rest and says so in the history; a macro does nothing. After the call both close."""
    close_it = {"do": "close"}
    await house.does("ines", add_rule, ask=RuleAsk.model_validate({
        "name": "Calls", "on": True, "when": [{"trigger": "state_changed"}], "conditions": [],
        "actions": [{"do": "priority", "priority": 2}, close_it],
    }))
    macro = await house.does("ines", add_macro, ask=MacroAsk.model_validate({"name": "Done", "actions": [close_it]}))
    calendars = Calendars(house.settings)
    rules = Automaton(house.database, house.clock, calendars, library="Library")

    async def applies(once: str) -> None:
        doer = Doer(scope=house.scopes["rosa"], actor=house.actor("rosa"), now=house.clock(), once=once, library="Library")
        async with house.database.transaction() as session:
            await apply_macro(session, macro_id=macro.id, ticket_id=call.ticket_id, doer=doer, calendars=calendars)

    async def steps_to(state: str) -> str:
        await house.does("rosa", change_state, ticket_id=call.ticket_id, state=state)
        while await rules.next_set():
            pass
        await telephone.works()
        return (await house.ticket(call.ticket_id)).state

    await telephone.sits("rosa")
    call = await telephone.talks()
    assert await steps_to("waiting_patron") == "waiting_patron"
    assert (await house.ticket(call.ticket_id)).priority == 2
    assert (await telephone.call(call.call_id)).state == "talking"
    assert [event.actor_kind for event in await house.log() if event.type == "ticket.left_open"] == ["rule"]
    with pytest.raises(Conflict, match="A call of this inquiry goes on"):
        await applies("macro-0001")
    await telephone.is_over(call.call_id, "caller")
    assert await steps_to("open") == "closed"
    await house.does("rosa", reopen, ticket_id=call.ticket_id)
    await applies("macro-0002")
    assert (await house.ticket(call.ticket_id)).state == "closed"


async def test_the_history_says_who_hung_up_and_where(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")

    async def ends() -> list[tuple[object, ...]]:
        return [tuple(one.data.get(name) for name in ("how", "from_state", "by_us"))
                for one in await house.log() if one.type == "call.ended"]

    for name, by_rosa in (("CA-1", True), ("CA-2", False)):
        call = await telephone.talks(remote_id=name)
        if by_rosa:
            await house.does("rosa", control.hang_up, call_id=call.call_id)
            await telephone.works()
        await telephone.is_over(call.call_id, "caller")
        await telephone.is_over(call.call_id, "librarian", "rosa")
        house.pass_by(timedelta(seconds=25))
        await telephone.works()
    assert [(how, state, bool(by_us)) for how, state, by_us in await ends()] == [
        ("completed", "talking", True), ("completed", "talking", False)]
    call = await telephone.rings("CA-3")
    await telephone.board.choose(call.call_id, locale="en", consent=False)
    await telephone.board.choose(call.call_id, consent=False)  # told twice
    house.pass_by(timedelta(seconds=20))
    await telephone.is_over(call.call_id, "caller")
    assert (await ends())[-1][:2] == ("abandoned", "choosing")
    assert [one.data.get("agreed") for one in await house.log() if one.type == "call.consented"] in ([None], [False])
    call = await telephone.rings("CA-4")
    await telephone.board.leave_message(call.call_id)
    house.pass_by(timedelta(seconds=20))
    await telephone.is_over(call.call_id, "caller")
    assert (await ends())[-1][:2] == ("abandoned", "message")


async def test_one_clock_for_a_wait(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    await telephone.works()
    call = await telephone.rings()
    house.pass_by(timedelta(seconds=18))  # the welcome and the menu
    await telephone.board.line_up(call.call_id)
    await telephone.works()
    joined = (await telephone.call(call.call_id)).lined_up_at
    assert joined is not None
    async with house.database.read() as session:
        rings = (await session.execute(select(OfferRow.waited_since))).scalar_one()
        wait = (await session.execute(select(WaitRow.began_at))).scalar_one()
    assert (await house.ticket(call.ticket_id)).waiting_key == joined
    assert rings == joined
    assert abs(wait - joined) < timedelta(seconds=1)


async def test_called_back(telephone: Telephone, house: House) -> None:
    call = await telephone.waits()
    first = await telephone.board.ask_for_callback(call.call_id)
    again = await telephone.board.ask_for_callback(call.call_id)
    assert first is not None
    assert again is not None
    assert again.asked_back
    await telephone.is_over(call.call_id, "caller")
    assert (await telephone.call(call.call_id)).how == "callback_asked"
    assert (await house.ticket(call.ticket_id)).live  # the place is kept
    back = (await telephone.calls())[-1]
    assert (len(await telephone.calls()), back.way, back.state) == (2, "back", "promised")
    await telephone.sits("rosa")
    await telephone.works()
    await telephone.accepts("rosa")
    await telephone.joins(back.id, "librarian", "rosa")
    assert [(one.kind, one.to) for one in telephone.told[-2:]] == [("ring", "+861066666666"), ("ring", AMINAS_NUMBER)]
    await telephone.joins(back.id, "caller")
    assert (await telephone.call(back.id)).state == "talking"
    await telephone.is_over(back.id, "caller")
    assert (await telephone.call(back.id)).how == "completed"
    assert not (await house.ticket(call.ticket_id)).live


async def test_called_back_and_nobody_answers(telephone: Telephone, house: House) -> None:
    call = await telephone.waits()
    await telephone.board.ask_for_callback(call.call_id)
    await telephone.is_over(call.call_id, "caller")
    await telephone.sits("rosa")
    await telephone.works()
    await telephone.accepts("rosa")
    back = (await telephone.calls())[-1]
    await telephone.joins(back.id, "librarian", "rosa")
    await telephone.is_over(back.id, "caller", code="busy")
    assert (await telephone.call(back.id)).how == "busy"
    ticket = await house.ticket(call.ticket_id)
    assert (ticket.live, ticket.assignee_id) == (False, house.staff["rosa"])


async def test_called_from_a_ticket(telephone: Telephone, house: House) -> None:
    ticket_id = await house.mails()
    await telephone.sits("rosa")
    call_id = await house.does("rosa", control.call_out, ticket_id=ticket_id, number=AMINAS_NUMBER,
                               sender="+861088888888", carrier="twilio")
    await telephone.works()
    await telephone.joins(call_id, "librarian", "rosa")
    # Told of before she is asked for her key, or greeted: nobody takes her away from that.
    amina = await telephone.leg(call_id, "caller")
    await telephone.hears("answered", amina.remote_id or "", leg_id=amina.id)
    await telephone.works()
    assert "connect" not in [one.kind for one in telephone.told]
    await telephone.joins(call_id, "caller")
    assert (await telephone.call(call_id)).state == "talking"
    await telephone.is_over(call_id, "librarian", "rosa")
    await telephone.is_over(call_id, "caller")
    assert (await telephone.call(call_id)).how == "completed"


async def test_who_calls_from_a_colleagues_ticket_talks_and_wraps_up(telephone: Telephone, house: House) -> None:
    """Ines has the ticket, and is left alone: Rosa talks, and has the notes; passed on, it is the other's as ever."""
    ines, rosa = house.staff["ines"], house.staff["rosa"]
    out = {"number": AMINAS_NUMBER, "sender": OURS, "carrier": "twilio"}
    ticket_id = await house.mails()
    for login in ("rosa", "ines"):
        await telephone.sits(login)
    await house.does("ines", take, ticket_id=ticket_id)
    call_id = await house.does("rosa", control.call_out, ticket_id=ticket_id, **out)
    await telephone.works()
    await telephone.joins(call_id, "librarian", "rosa")
    await telephone.joins(call_id, "caller")
    call = await telephone.call(call_id)
    assert (call.state, call.staff_id) == ("talking", rosa)
    assert {order.to for order in telephone.told if order.kind == "ring"} == {ROSAS_TELEPHONE, AMINAS_NUMBER}
    assert len([order for order in telephone.told if order.kind == "ring"]) == 2  # nobody else's telephone
    async with house.database.transaction() as session:  # and it goes on when whose ticket it is goes home
        await stand_up(session, staff_id=ines, actor=house.actor("ines"), now=house.clock())
    await telephone.works()
    assert ((await telephone.call(call_id)).state, (await house.ticket(ticket_id)).assignee_id) == ("talking", ines)
    await telephone.sits("ines")
    await telephone.is_over(call_id, "caller")
    await telephone.is_over(call_id, "librarian", "rosa")
    assert [(await telephone.presence(login))[0] for login in ("rosa", "ines")] == ["wrap_up", "available"]
    house.pass_by(timedelta(minutes=1))
    again = await house.does("ines", control.call_out, ticket_id=ticket_id, **out)
    await telephone.works()
    await telephone.joins(again, "librarian", "ines")
    await telephone.joins(again, "caller")
    await house.does("ines", assign, ticket_id=ticket_id, staff_id=rosa)
    await telephone.works()
    assert (await telephone.leg(again, "librarian", "rosa")).state == "ordered"


async def test_a_row_says_what_its_calls_are(telephone: Telephone, house: House) -> None:
    """A call back, a voice message and our own call, from the row alone; what nobody reached changes nothing."""
    async def row(ticket_id: int) -> str | None:
        async with house.database.read() as session:
            return (await rows(session, [ticket_id]))[ticket_id].call_kind

    await telephone.sits("rosa")
    back = await telephone.rings()
    await telephone.board.line_up(back.call_id)
    assert await row(back.ticket_id) is None
    await telephone.board.ask_for_callback(back.call_id)
    assert await row(back.ticket_id) == "back"
    await telephone.is_over(back.call_id, "caller")
    await telephone.accepts("rosa")
    assert await row(back.ticket_id) == "back"
    call = (await telephone.calls())[-1]
    await telephone.joins(call.id, "librarian", "rosa")
    await telephone.joins(call.id, "caller")
    await telephone.is_over(call.id, "caller")
    assert await row(back.ticket_id) is None

    left = await telephone.rings("CA-left", number="+8613900139000")
    await telephone.board.leave_message(left.call_id)
    await telephone.hears("recorded", "CA-left", recording="https://api.example/RE1", recording_id="RE1", seconds=12)
    await telephone.is_over(left.call_id, "caller")
    assert await row(left.ticket_id) == "voicemail"
    before = (await house.ticket(left.ticket_id)).updated_at
    house.pass_by(timedelta(minutes=1))
    for code, after in (("no_answer", "voicemail"), ("completed", None)):
        out = await house.does("rosa", control.call_out, ticket_id=left.ticket_id, number=AMINAS_NUMBER, sender=OURS,
                               carrier="twilio")
        assert await row(left.ticket_id) == "out"  # from the first ring on
        await telephone.works()
        await telephone.joins(out, "librarian", "rosa")
        if code == "completed":
            await telephone.joins(out, "caller")
        await telephone.is_over(out, "caller", code=code)
        await telephone.is_over(out, "librarian", "rosa")
        assert await row(left.ticket_id) == after
        house.pass_by(timedelta(minutes=1))
    assert (await house.ticket(left.ticket_id)).updated_at > before


async def test_a_missed_call_says_so_until_somebody_talks_with_them(telephone: Telephone, house: House) -> None:
    """In the line, and while her telephone rings: the row says that it was missed, and the history at whom it rang."""
    await telephone.sits("rosa")

    async def kind(ticket_id: int) -> str | None:
        return (await house.ticket(ticket_id)).call_kind

    line = await telephone.waits("CA-line")
    house.pass_by(timedelta(seconds=30))
    assert await kind(line.ticket_id) is None
    await telephone.is_over(line.call_id, "caller")
    ringing = await telephone.waits("CA-ringing", number="+8613900139000")
    await telephone.accepts("rosa")
    house.pass_by(timedelta(seconds=8))
    await telephone.is_over(ringing.call_id, "caller")
    await telephone.is_over(ringing.call_id, "librarian", "rosa", code="canceled")
    chose = await telephone.rings("CA-chose", number="+8613900139001")
    await telephone.is_over(chose.call_id, "caller")
    # Who left before the line asked for nobody, and nobody missed them.
    assert [await kind(one.ticket_id) for one in (line, ringing, chose)] == ["missed", "missed", "early"]
    ends = [one.data for one in await house.log() if one.type == "call.ended"]
    assert [one.get("rung_staff_id") for one in ends] == [None, house.staff["rosa"], None]
    # Called back in vain it is a missed call still; talked with, it is none.
    for code, after in (("busy", "missed"), ("completed", None)):
        out = await house.does("rosa", control.call_out, ticket_id=line.ticket_id, number=AMINAS_NUMBER, sender=OURS, carrier="twilio")
        assert await kind(line.ticket_id) == "out"
        await telephone.works()
        await telephone.joins(out, "librarian", "rosa")
        if code == "completed":
            await telephone.joins(out, "caller")
        await telephone.is_over(out, "caller", code=code)
        await telephone.is_over(out, "librarian", "rosa")
        assert await kind(line.ticket_id) == after
        house.pass_by(timedelta(minutes=1))


async def test_who_dials_out_is_on_the_telephone(telephone: Telephone, house: House) -> None:
    """From the first ring of her own telephone on: nothing is offered, and no second call becomes hers."""
    other, ticket_id = await house.mails(), await house.mails("Another question")
    await telephone.sits("rosa")

    async def held() -> Load:
        async with house.database.read() as session:
            return (await loads(session, [house.staff["rosa"]]))[house.staff["rosa"]]

    out = {"number": AMINAS_NUMBER, "sender": OURS, "carrier": "twilio"}
    call_id = await house.does("rosa", control.call_out, ticket_id=ticket_id, **out)
    assert (await held()).calls == 1
    await telephone.works()
    second = await telephone.waits("CA-second", number="+8613900139000")
    assert (await house.ticket(second.ticket_id)).offered_to is None
    for verb, more in ((control.call_out, {"ticket_id": other, **out}), (take, {"ticket_id": second.ticket_id})):
        with pytest.raises(Conflict, match="A call goes on at that seat"):
            await house.does("rosa", verb, **more)
    with pytest.raises(Conflict, match="A call goes on at that seat"):
        await house.does("ines", assign, ticket_id=second.ticket_id, staff_id=house.staff["rosa"])
    await telephone.joins(call_id, "librarian", "rosa")
    await telephone.joins(call_id, "caller")
    assert (await held()).calls == 1  # its ticket is a mail's
    assert (await house.ticket(second.ticket_id)).offered_to is None
    await telephone.is_over(call_id, "caller")
    await telephone.is_over(call_id, "librarian", "rosa")
    assert (await held()).calls == 0
    house.pass_by(timedelta(seconds=30))
    await telephone.works()
    # While that rings here, she answers it before she dials.
    assert (await house.ticket(second.ticket_id)).offered_to == house.staff["rosa"]
    with pytest.raises(Conflict, match="answer what rings"):
        await house.does("rosa", control.call_out, ticket_id=other, **out)
    await telephone.accepts("rosa")
    assert (await held()).calls == 1


async def test_a_chat_that_rings_is_not_accepted_beside_a_call(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    call = await telephone.waits()
    await house.does("rosa", take, ticket_id=await waits(house))
    with pytest.raises(Conflict, match="leaves no room"):
        await telephone.accepts("rosa")
    assert (await house.ticket(call.ticket_id)).assignee_id is None


async def test_a_third_party_and_a_supervisor(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    await telephone.sits("ines", "browser")
    call = await telephone.talks()
    third = await house.does("rosa", control.bring_in, call_id=call.call_id, number="+8675512345678")
    await telephone.works()
    assert telephone.told[-1].to == "+8675512345678"
    await house.does("rosa", control.let_out, call_id=call.call_id, leg_id=third)
    await house.does("ines", control.supervise, call_id=call.call_id, mode="listen")
    await telephone.works()
    # Orders of different legs have no order among them.
    assert f"browser:seat-{house.staff['ines']}" in [one.to for one in telephone.told[-2:]]
    await house.does("ines", control.supervise, call_id=call.call_id, mode="whisper")
    await telephone.works()
    rosas = await telephone.leg(call.call_id, "librarian", "rosa")
    assert (telephone.told[-1].kind, telephone.told[-1].data) == ("mode", {"mode": "whisper", "coach": rosas.remote_id})


async def listened(house: House, ticket_id: int) -> list[int | None]:
    return [one.actor_id for one in await house.log()
            if one.type == "ticket.listened" and one.stream == f"ticket:{ticket_id}"]


async def test_listening_is_recorded_when_they_are_in(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    call = await telephone.talks()
    # To open the call from the board is not to hear it, and without a telephone nobody does.
    await house.does("ines", listen, ticket_id=call.ticket_id)
    with pytest.raises(Conflict) as refused:
        await house.does("ines", control.supervise, call_id=call.call_id, mode="listen")
    assert refused.value.code == "no_telephone"
    assert await listened(house, call.ticket_id) == []
    await telephone.sits("ines", "browser")
    for _ in range(2):
        await house.does("ines", control.supervise, call_id=call.call_id, mode="listen")
        await telephone.works()
    assert await listened(house, call.ticket_id) == []
    # Her telephone was not answered: the call says so, for the bar of whoever it rang for; the history says nothing.
    await telephone.is_over(call.call_id, "supervisor", "ines", "no_answer")
    async with house.database.read() as session:
        hers = [one for one in (await of_ticket(session, ticket_id=call.ticket_id))[-1].legs if one.part == "supervisor"]
    assert [(one.state, one.code, one.joined_at) for one in hers] == [("over", "no_answer", None)]
    assert await listened(house, call.ticket_id) == []
    await house.does("ines", control.supervise, call_id=call.call_id, mode="listen")
    await telephone.works()
    for _ in range(2):
        await telephone.joins(call.call_id, "supervisor", "ines")
    assert await listened(house, call.ticket_id) == [house.staff["ines"]]


async def test_the_history_says_what_a_supervisor_did(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    await telephone.sits("ines", "browser")
    call = await telephone.talks()
    await house.does("ines", control.supervise, call_id=call.call_id, mode="listen")
    await telephone.works()
    await telephone.joins(call.call_id, "supervisor", "ines")
    for mode in ("whisper", "whisper", "listen", "speak"):
        await house.does("ines", control.supervise, call_id=call.call_id, mode=mode)
        await telephone.works()
    told = [one.data for one in await house.log() if one.type == "ticket.listened"]
    assert [(one["staff_id"], one.get("mode", "listen")) for one in told] == [
        (house.staff["rosa"], mode) for mode in ("listen", "whisper", "speak")
    ]


async def test_each_state_of_a_call_says_since_when(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    call = await telephone.waits()
    since = [await stands(house, call.ticket_id)]
    house.pass_by(timedelta(seconds=8))
    await telephone.accepts("rosa")
    since.append(await stands(house, call.ticket_id))
    async with house.database.read() as session:
        shown = await board(session, target_s=30, capacity=Capacity(), quarantined=0, now=house.clock())
    leg = await telephone.leg(call.call_id, "librarian", "rosa")
    assert [(one.staff_id, one.called_since) for one in shown.seats] == [(house.staff["rosa"], leg.made_at)]
    await telephone.joins(call.call_id, "librarian", "rosa")
    await telephone.joins(call.call_id, "caller")
    house.pass_by(timedelta(seconds=5))
    for held in (True, False):
        await house.does("rosa", control.put_on_hold, call_id=call.call_id, held=held)
        since.append(await stands(house, call.ticket_id))
        house.pass_by(timedelta(seconds=3))
    assert [state for state, _ in since] == ["waiting", "ringing", "held", "talking"]
    gaps = [round((later - at).total_seconds()) for (_, at), (_, later) in pairwise(since)]
    assert gaps == [8, 5, 3]


async def stands(house: House, ticket_id: int) -> tuple[str, datetime]:
    async with house.database.read() as session:
        [call] = await of_ticket(session, ticket_id=ticket_id)
    return call.state, call.state_since


async def test_a_caller_who_leaves_while_it_rings_costs_her_nothing(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    call = await telephone.waits()
    assert (await house.ticket(call.ticket_id)).offered_to == house.staff["rosa"]
    await telephone.board.leave_message(call.call_id)
    await telephone.works()
    log = [one for one in await house.log() if one.stream == f"ticket:{call.ticket_id}"]
    types = [one.type for one in log]
    # The console tells the ring by what happened while it rang: the caller left before it was called off.
    assert types.index("offer.made") < types.index("patron.left") < types.index("offer.ended")
    assert log[types.index("offer.ended")].data["outcome"] == "withdrawn"
    async with house.database.read() as session:
        assert (await session.get_one(SeatRow, house.staff["rosa"])).presence == "available"


async def test_the_history_says_who_came_into_the_call_and_went(telephone: Telephone, house: House) -> None:
    """Third parties by number and supervisors; the log holds no number. With the call's end nobody is told to have gone."""
    await telephone.sits("rosa")
    await telephone.sits("ines", "browser")
    call = await telephone.talks()

    async def asks() -> int:
        leg_id = await house.does("rosa", control.bring_in, call_id=call.call_id, number="+8675512345678")
        await telephone.works()
        return leg_id

    await asks()
    await telephone.is_over(call.call_id, "third", code="busy")
    await house.does("rosa", control.let_out, call_id=call.call_id, leg_id=await asks())
    await telephone.is_over(call.call_id, "third", code="canceled")
    for way in ("sent out", "left"):
        leg_id = await asks()
        await telephone.joins(call.call_id, "third")
        if way == "sent out":
            await house.does("rosa", control.let_out, call_id=call.call_id, leg_id=leg_id)
        await telephone.is_over(call.call_id, "third")
    for leaves in ("here", "there"):
        await house.does("ines", control.supervise, call_id=call.call_id, mode="speak")
        await telephone.works()
        await telephone.joins(call.call_id, "supervisor", "ines")
        if leaves == "here":
            await house.does("ines", control.supervise, call_id=call.call_id, mode=None)
        await telephone.is_over(call.call_id, "supervisor", "ines")
    await asks()
    await telephone.joins(call.call_id, "third")
    await telephone.is_over(call.call_id, "caller")
    await telephone.is_over(call.call_id, "third")
    told = [event for event in await house.log() if event.type == "call.guest_changed"]
    assert [(event.data["part"], event.data["what"]) for event in told] == [
        ("third", "asked"), ("third", "unreached"), ("third", "asked"), ("third", "called_off"),
        ("third", "asked"), ("third", "joined"), ("third", "sent_out"), ("third", "asked"), ("third", "joined"), ("third", "left"),
        ("supervisor", "left"), ("supervisor", "left"), ("third", "asked"), ("third", "joined"),
    ]
    assert {event.actor_id for event in told if event.data["what"] in ("asked", "sent_out", "called_off")} == {house.staff["rosa"]}
    assert {event.data["staff_id"] for event in told if event.data["part"] == "supervisor"} == {house.staff["ines"]}
    assert "12345678" not in str([event.data for event in told])


async def test_who_leaves_soon_leaves_no_trouble_behind(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    await telephone.sits("ines", "browser")
    call = await telephone.talks()
    # Before anything was done: they were never rung.
    for mode in ("listen", None):
        await house.does("ines", control.supervise, call_id=call.call_id, mode=mode)
    await telephone.works()
    assert (await telephone.leg(call.call_id, "supervisor", "ines")).state == "over"
    # Rung, and not there yet: the carrier knows nobody of that id in the room. It is tried again, until they leave.
    telephone.refuses["mode"] = SendError("gone", permanent=True)
    for mode in ("listen", "whisper"):
        await house.does("ines", control.supervise, call_id=call.call_id, mode=mode)
        await telephone.works()
    assert ("mode", "queued") in await telephone.orders()
    await house.does("ines", control.supervise, call_id=call.call_id, mode=None)
    house.pass_by(timedelta(seconds=1))
    await telephone.works()
    assert ("mode", "dropped") in await telephone.orders()
    await telephone.is_over(call.call_id, "supervisor", "ines")
    # In, and out again by themselves before the carrier has told of it.
    await house.does("ines", control.supervise, call_id=call.call_id, mode="listen")
    await telephone.works()
    await telephone.joins(call.call_id, "supervisor", "ines")
    await house.does("ines", control.supervise, call_id=call.call_id, mode="speak")
    await telephone.works()
    assert not [line for line in await telephone.told_of(call.ticket_id) if line.startswith("troubled")]


async def test_a_message_instead_of_waiting(telephone: Telephone, house: House) -> None:
    call = await telephone.waits()
    await telephone.board.leave_message(call.call_id)
    assert not (await house.ticket(call.ticket_id)).live
    # The file is told of after the end: then it is no caller who gave up.
    house.pass_by(timedelta(seconds=40))
    await telephone.is_over(call.call_id, "caller")
    assert (await telephone.call(call.call_id)).how == "abandoned"
    await telephone.hears("recorded", "CA-caller", recording="https://api.example/RE1", recording_id="RE1", seconds=12)
    assert (await telephone.call(call.call_id)).how == "voicemail"
    await telephone.works()
    assert ("fetch", "done") in await telephone.orders()


async def test_a_voice_message_is_promised_what_a_letter_is(telephone: Telephone, house: House) -> None:
    """And stays so when the targets are changed, though the log is read no more."""
    targets = [Target(kind="first_answer", within_s=7200, near_s=600), Target(kind="first_answer", channel="phone", within_s=60, near_s=30)]
    await promise(house, *targets)
    call = await telephone.waits()
    await keep(house)
    began = house.clock()
    due = (await house.ticket(call.ticket_id)).due_at
    assert due is not None
    assert due - began < timedelta(minutes=2)
    await telephone.board.leave_message(call.call_id)
    await telephone.hears("recorded", "CA-caller", recording="https://api.example/RE1", recording_id="RE1", seconds=12)
    await telephone.is_over(call.call_id, "caller")
    await keep(house)
    for within in (2, 3):
        ticket = await house.ticket(call.ticket_id)
        assert (ticket.call_kind, ticket.due_kind) == ("voicemail", "first_answer")
        assert ticket.due_at is not None
        assert timedelta(hours=within, minutes=-2) < ticket.due_at - began < timedelta(hours=within, minutes=2)
        await promise(house, targets[0].model_copy(update={"within_s": 10_800}), targets[1])
        await keep(house)


async def test_the_carrier_is_down(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    telephone.refuses["ring"] = SendError("carrier_down")
    call = await telephone.waits()
    await telephone.accepts("rosa")
    assert (await telephone.call(call.call_id)).state == "ringing"
    for _ in range(8):
        house.pass_by(timedelta(seconds=5))
        await telephone.operator.next_set()
    assert "troubled carrier_down" in await telephone.told_of(call.ticket_id)
    assert (await telephone.call(call.call_id)).state == "waiting"


async def test_an_end_that_nobody_told_is_asked_for(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    call = await telephone.talks()
    telephone.gone.add("CA-caller")
    house.pass_by(timedelta(minutes=3))
    await telephone.works()
    assert (await telephone.call(call.call_id)).how == "completed"


async def test_who_signs_out_while_they_talk_goes_on_talking(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    call = await telephone.talks()
    async with house.database.transaction() as session:
        await stand_up(session, staff_id=house.staff["rosa"], actor=Actor("staff", house.staff["rosa"]),
                       now=house.clock())
    await telephone.works()
    assert (await telephone.call(call.call_id)).state == "talking"
    assert (await house.ticket(call.ticket_id)).assignee_id == house.staff["rosa"]


def test_every_state_leads_to_the_end() -> None:
    for state, onward in LEGAL.items():
        reached, todo = {state}, [state]
        while todo:
            fresh = LEGAL[todo.pop()] - reached
            reached |= fresh
            todo += fresh
        assert "ended" in reached, state
        assert onward or state == "ended"
