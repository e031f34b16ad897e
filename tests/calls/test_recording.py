"""What is recorded, for whom, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from contactcenter.calls.recording import forget_old
from contactcenter.db.tables import BlobRow
from contactcenter.tickets.tables import AttachmentRow
from tests.calls.telephone import SOUND, Telephone, wires
from tests.conformance.house import House

DAYS = timedelta(days=90)


@pytest.fixture
def telephone(house: House) -> Telephone:
    return wires(house)


async def files(house: House) -> list[AttachmentRow]:
    async with house.database.read() as session:
        return list((await session.execute(select(AttachmentRow).order_by(AttachmentRow.id))).scalars())


async def test_a_message_is_the_patrons_and_stays(telephone: Telephone, house: House) -> None:
    call = await telephone.waits()
    await telephone.board.leave_message(call.call_id)
    for _ in range(2):
        await telephone.hears("recorded", "CA-caller", key="RE1", recording="https://api.example/RE1", recording_id="RE1",
                              seconds=12)
    await telephone.is_over(call.call_id, "caller")
    await telephone.works()
    messages = await house.messages(call.ticket_id)
    assert [(one.kind, one.text) for one in messages][1:] == [("patron", "")]
    # Ours is the only one.
    assert [(one.kind, one.data["recording_id"]) for one in telephone.told] == [("fetch", "RE1"), ("forget", "RE1")]
    assert [(one.name, one.size) for one in await files(house)] == [("voice-message-0m12s.wav", len(SOUND))]
    house.pass_by(DAYS * 2)
    async with house.database.transaction() as session:
        assert await forget_old(session, blobs=house.blobs, keep=DAYS, now=house.clock()) == 0
    assert len(await files(house)) == 1


async def test_a_conversation_is_a_note_and_is_removed_in_time(telephone: Telephone, house: House) -> None:
    await telephone.sits("rosa")
    call = await telephone.rings()
    agreed = await telephone.board.choose(call.call_id, locale="en", consent=True)
    assert agreed is not None
    assert agreed.recorded
    await telephone.board.line_up(call.call_id)
    await telephone.works()
    await telephone.accepts("rosa")
    await telephone.joins(call.call_id, "librarian", "rosa")
    await telephone.joins(call.call_id, "caller")
    await telephone.is_over(call.call_id, "caller")
    for _ in range(2):
        await telephone.hears("recorded", "CA-caller", key="RE2", recording="https://api.example/RE2", recording_id="RE2",
                              seconds=75, talk=True)
    await telephone.works()
    # It is no message of the caller's.
    assert (await telephone.call(call.call_id)).how == "completed"
    messages = await house.messages(call.ticket_id)
    assert [(one.kind, one.text) for one in messages][1:] == [("note", "Recording of the conversation, 1:15")]
    assert [one.kind for one in telephone.told][-1] == "forget"
    for keep, left in ((DAYS, 1), (timedelta(0), 0), (timedelta(0), 0)):
        async with house.database.transaction() as session:
            await forget_old(session, blobs=house.blobs, keep=keep, now=house.clock())
        assert len(await files(house)) == left
    async with house.database.read() as session:
        assert (await session.execute(select(BlobRow.reference_count))).scalars().all() == [0]
    # The note stays, and says what became of its file; every screen hears of it.
    note = (await house.messages(call.ticket_id))[1]
    assert (note.file_count, [(one["code"], one["fields"]) for one in note.problems or []]) == (
        0, [("recording_removed", {"days": "0"})])
    assert [event.data["message_id"] for event in await house.log() if event.type == "message.files_came"] == [note.id]
    # The carrier is told once more: the first time may have been in vain.
    await telephone.works()
    forgets = [one for one in telephone.told if one.kind == "forget"]
    assert [one.data["recording_id"] for one in forgets] == ["RE2", "RE2"]
    assert len({one.key for one in forgets}) == 2
