"""An answer is taken back before it leaves: as if it had never been written."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from contactcenter.db.tables import BlobRow
from contactcenter.outbox.lease import lease_due
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.queue.claim import take
from contactcenter.tickets.delivery import note_delivery
from contactcenter.tickets.detail import detail
from contactcenter.tickets.errors import Conflict, NotFound
from contactcenter.tickets.merge import merge
from contactcenter.tickets.split import split
from contactcenter.tickets.state import change_state, close
from contactcenter.tickets.tables import AttachmentRow, TicketRow, UploadRow
from contactcenter.tickets.withdraw import withdraw
from tests.conformance.house import House

SHOWN = ("state", "lane", "assignee_id", "message_count", "preview", "preview_by", "waiting_key", "last_reply_version",
         "last_patron_version", "trouble")


def picture(ticket: TicketRow) -> dict[str, object]:
    """What the lists show of a ticket and what decides about the next answer."""
    return {name: getattr(ticket, name) for name in SHOWN}


@pytest.mark.parametrize("then", ["keep", "close", "waiting_patron"])
@pytest.mark.parametrize("owned", [True, False])
async def test_the_ticket_stands_as_before(house: House, then: str, owned: bool) -> None:
    number = await house.mails()
    if owned:
        await house.does("rosa", take, ticket_id=number)
    before = picture(await house.ticket(number))
    answer = await house.replies("rosa", number, "Until 1 March.", then=then, html="<p>Until 1 March.</p>")

    said = await house.does("rosa", withdraw, ticket_id=number, message_id=answer)

    assert (said.text, said.html, said.attachments) == ("Until 1 March.", "<p>Until 1 March.</p>", [])
    assert picture(await house.ticket(number)) == before
    assert [message.kind for message in await house.messages(number)] == ["patron"]
    async with house.database.read() as session:
        assert (await session.execute(select(DeliveryRow.kind))).scalars().all() == ["acknowledgement"]
    # And it can be answered again, by whoever saw it as it was before.
    await house.replies("ines", number, expected_version=(await house.ticket(number)).version)


async def test_a_closed_ticket_is_closed_again(house: House) -> None:
    number = await house.mails()
    await house.does("rosa", close, ticket_id=number)
    answer = await house.replies("rosa", number)
    await house.does("rosa", withdraw, ticket_id=number, message_id=answer)
    ticket = await house.ticket(number)
    assert (ticket.state, ticket.lane, ticket.closed_at is None) == ("closed", "closed", False)


async def test_where_only_a_note_is_left_nothing_is_said(house: House) -> None:
    number = await house.mails()
    await house.notes("rosa", number)
    question = (await house.messages(number))[0].id
    await house.does("rosa", split, ticket_id=number, message_ids=[question], subject="Elsewhere")
    before = picture(await house.ticket(number))
    assert before["preview"] == ""
    answer = await house.replies("rosa", number, "Until 1 March.")
    await house.does("rosa", withdraw, ticket_id=number, message_id=answer)
    assert picture(await house.ticket(number)) == before


async def test_the_trouble_that_it_dealt_with_is_back(house: House) -> None:
    number = await house.mails()
    failed = await house.replies("rosa", number)
    async with house.database.transaction() as session:
        way = (await session.execute(select(DeliveryRow).where(DeliveryRow.message_id == failed))).scalar_one()
        way.state, way.code, way.due_at, way.changed_at = "failed", "unknown_recipient", None, house.clock()
        await note_delivery(session, delivery=way, now=house.clock())
    before = picture(await house.ticket(number))
    assert before["trouble"] == "unknown_recipient"
    answer = await house.replies("rosa", number)
    await house.does("rosa", withdraw, ticket_id=number, message_id=answer)
    assert picture(await house.ticket(number)) == before


async def test_what_happened_since_stays(house: House) -> None:
    number = await house.mails()
    answer = await house.replies("rosa", number)
    await house.mails(to=house.signer.reply_address(number), text="And another?")
    await house.does("rosa", change_state, ticket_id=number, state="waiting_third")
    await house.does("rosa", withdraw, ticket_id=number, message_id=answer)
    ticket = await house.ticket(number)
    assert (ticket.state, ticket.preview) == ("waiting_third", "And another?")
    first = (await house.messages(number))[0]
    assert ticket.waiting_key == first.created_at


async def test_files_are_uploads_again(house: House) -> None:
    number = await house.mails()
    async with house.database.transaction() as session:
        ref = await house.blobs.keep(session, b"%PDF-1.7", now=house.clock())
        session.add(UploadRow(id="u1", owner_key=f"staff:{house.staff['rosa']}", name="list.pdf", digest=ref.digest,
                              media_type="application/pdf", size=ref.size, created_at=house.time))
    answer = await house.replies("rosa", number, attachments=["u1"])
    said = await house.does("rosa", withdraw, ticket_id=number, message_id=answer)
    (file,) = said.attachments
    assert (file.name, file.size) == ("list.pdf", 8)
    again = await house.replies("rosa", number, attachments=[file.id])
    async with house.database.read() as session:
        assert (await session.execute(select(AttachmentRow.message_id))).scalars().all() == [again]
        assert (await session.execute(select(func.count()).select_from(UploadRow))).scalar_one() == 0
        # Counted neither once too often nor once too seldom.
        assert (await session.execute(select(BlobRow.reference_count))).scalars().all() == [1]


async def test_what_has_begun_to_leave_is_not_taken_back(house: House) -> None:
    number = await house.mails()
    answer = await house.replies("rosa", number)
    async with house.database.transaction() as session:
        assert await lease_due(session, limit=9, channels=("email",))
    head = await house.head()
    with pytest.raises(Conflict, match="on its way"):
        await house.does("rosa", withdraw, ticket_id=number, message_id=answer)
    assert await house.head() == head


async def test_what_is_on_a_screen_is_not_taken_back(house: House) -> None:
    chat = await house.chats(email="amina@uni.example", name="Amina")
    answer = await house.replies("rosa", chat)
    with pytest.raises(Conflict):
        await house.does("rosa", withdraw, ticket_id=chat, message_id=answer)
    # Nor where a chat was merged into a mail: the answer is on its screen, too.
    number = await house.mails()
    await house.does("rosa", merge, ticket_id=chat, into=number)
    answer = await house.replies("rosa", number)
    with pytest.raises(Conflict):
        await house.does("rosa", withdraw, ticket_id=number, message_id=answer)


async def test_only_ones_own_answer(house: House) -> None:
    number = await house.mails()
    answer = await house.replies("rosa", number)
    note = await house.notes("rosa", number)
    for login, message_id in (("ines", answer), ("tomas", answer), ("rosa", answer + 99)):
        with pytest.raises(NotFound):
            await house.does(login, withdraw, ticket_id=number, message_id=message_id)
    with pytest.raises(Conflict):
        await house.does("rosa", withdraw, ticket_id=number, message_id=note)


async def test_until_when_it_can_be_taken_back_is_told(house: House) -> None:
    number = await house.mails()
    await house.replies("rosa", number, hold=timedelta(seconds=5))
    async with house.database.read() as session:
        shown = (await detail(session, scope=house.scopes["rosa"], ticket_id=number)).messages[-1]
    assert shown.delivery is not None
    assert shown.delivery.leaves_at == shown.created_at + timedelta(seconds=5)
    async with house.database.transaction() as session:
        assert await lease_due(session, limit=9, channels=("email",)) != []
