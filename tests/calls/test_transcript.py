"""What a carrier wrote down of a voice message: once, whenever it comes, for staff alone."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from contactcenter.calls.row import hold
from contactcenter.calls.tables import SignalRow
from contactcenter.calls.transcript import keep_transcript
from contactcenter.envelope.numbers import readable
from contactcenter.tickets.patron_view import history
from contactcenter.tickets.search import search
from tests.calls.telephone import AMINAS_NUMBER, Telephone, wires
from tests.conformance.house import House

SAID = "May I renew\x00 the dissertation on cartography?"


@pytest.fixture
def telephone(house: House) -> Telephone:
    return wires(house)


async def recorded(telephone: Telephone) -> None:
    await telephone.hears("recorded", "CA-caller", key="RE1:recorded", recording="https://api.example/RE1",
                          recording_id="RE1", seconds=12)
    await telephone.works()


async def transcribed(telephone: Telephone, key: str = "RE1:transcribed:completed", said: str = SAID) -> None:
    await telephone.hears("transcribed", "CA-caller", key=key, recording_id="RE1", transcript=said)


@pytest.mark.parametrize(("first", "head"), [
    (True, "Voice message, 0:12 (written down by a machine)"),
    (False, f"Voice message from {readable(AMINAS_NUMBER)} (written down by a machine)"),
])
async def test_it_is_a_note_before_or_after_the_recording_and_once(
    telephone: Telephone, house: House, first: bool, head: str
) -> None:
    call = await telephone.waits()
    await telephone.board.leave_message(call.call_id)
    await telephone.is_over(call.call_id, "caller")
    version = (await house.ticket(call.ticket_id)).version
    if first:
        await recorded(telephone)
    for key in ("RE1:transcribed:completed", "RE1:transcribed:completed", "another name for the same"):
        await transcribed(telephone, key)
    if not first:
        await recorded(telephone)
    messages = (await house.messages(call.ticket_id))[1:]
    notes = [one for one in messages if one.kind == "note"]
    assert [one.text for one in notes] == [f"{head}\n\nMay I renew the dissertation on cartography?"]
    assert [one.text for one in messages if one.kind == "patron"] == [""]
    ticket = await house.ticket(call.ticket_id)
    assert ticket.message_count == 3
    assert ticket.version > version
    # Found by its words, shown to no patron, and said in no event.
    await house.index()
    async with house.database.read() as session:
        hits, _ = await search(session, scope=house.scopes["rosa"], q="cartography")
        assert [hit.ticket.id for hit in hits] == [call.ticket_id]
        hidden, _ = await search(session, scope=house.scopes["tomas"], q="cartography")
        assert hidden == []
        assert not [one for one in await history(session, ticket_id=call.ticket_id) if "cartography" in one.text]
    assert "cartography" not in str([event.data for event in await house.log()])


async def test_what_could_not_be_written_down_or_has_no_call_is_kept_as_it_came(telephone: Telephone, house: House) -> None:
    call = await telephone.waits()
    await transcribed(telephone, "RE1:transcribed:failed", "")
    await telephone.hears("transcribed", "CA-nobody", key="RE9:transcribed", recording_id="RE9", transcript=SAID)
    assert len(await house.messages(call.ticket_id)) == 1
    async with house.database.read() as session:
        kept = (await session.execute(select(SignalRow.key, SignalRow.state).where(SignalRow.kind == "transcribed"))).all()
    assert {tuple(one) for one in kept} == {("RE1:transcribed:failed", "done"), ("RE9:transcribed", "unknown")}
    # It may still come.
    await transcribed(telephone)
    assert len(await house.messages(call.ticket_id)) == 2


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_in_a_chinese_library_the_note_is_chinese(telephone: Telephone, house: House) -> None:
    call = await telephone.waits(number="")
    signal = telephone.signal("transcribed", "CA-caller", recording_id="RE1", transcript="May I renew?")
    async with house.database.transaction() as session:
        held = await hold(session, call.call_id)
        assert held is not None
        for _ in range(2):
            await keep_transcript(session, held=held, signal=signal, now=house.clock(), locale="zh-Hans")
    assert [one.text for one in await house.messages(call.ticket_id)][1:] == ["语音留言（机器转写）\n\nMay I renew?"]
