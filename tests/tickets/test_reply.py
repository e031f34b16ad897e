"""Law 5: an answer is a message and an outbox row in one transaction, and only one librarian gives it."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select

from contactcenter.envelope import Address
from contactcenter.outbox.enqueue import enqueue
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.shapes.asks import ReplyAsk
from contactcenter.tickets.errors import Conflict, Invalid, NotFound
from contactcenter.tickets.reply import reply
from contactcenter.tickets.state import change_state, close
from contactcenter.tickets.tables import NOT_WAITING, MessageRow, UploadRow
from contactcenter.tickets.write import take_uploads
from tests.conformance.house import House


async def count(house: House) -> tuple[int, int]:
    """Answers, and their deliveries."""
    async with house.database.read() as session:
        answers = await session.execute(select(func.count()).where(MessageRow.kind == "staff"))
        ways = await session.execute(select(func.count()).where(DeliveryRow.kind == "reply"))
        return answers.scalar_one(), ways.scalar_one()


async def test_the_message_and_its_delivery_commit_together_or_not_at_all(house: House) -> None:
    ticket_id = await house.mails(message_id="<a@uni.example>")
    await house.mails(message_id="<b@uni.example>", to=house.signer.reply_address(ticket_id))
    with pytest.raises(RuntimeError):
        async with house.database.transaction() as session:
            await reply(session, scope=house.scopes["rosa"], actor=house.actor("rosa"), now=house.clock(),
                        ticket_id=ticket_id, ask=ReplyAsk(text="Yes", client_id="client-x-1", expected_version=9))
            raise RuntimeError("the power fails")
    assert await count(house) == (0, 0)
    message_id = await house.replies("rosa", ticket_id, "Yes, until March.")
    assert await count(house) == (1, 1)
    async with house.database.read() as session:
        way = (await session.execute(select(DeliveryRow).where(DeliveryRow.kind == "reply"))).scalar_one()
    assert (way.message_id, way.channel, way.to_value, way.state) == (message_id, "email", "amina@uni.example", "queued")
    assert way.in_reply_to == "<b@uni.example>"
    assert way.references == ["<a@uni.example>", "<b@uni.example>"]
    ticket = await house.ticket(ticket_id)
    assert (ticket.state, ticket.waiting_key, ticket.assignee_id) == (
        "waiting_patron", NOT_WAITING, house.staff["rosa"]
    )


async def test_a_second_answer_over_an_older_picture_is_refused(house: House) -> None:
    ticket_id = await house.mails()
    seen = (await house.ticket(ticket_id)).version
    await house.replies("rosa", ticket_id, "Yes.", expected_version=seen)
    with pytest.raises(Conflict) as refusal:
        await house.replies("ines", ticket_id, "No.", expected_version=seen)
    assert (refusal.value.code, refusal.value.current_version) == ("answered", (await house.ticket(ticket_id)).version)
    assert await count(house) == (1, 1)
    await house.replies("ines", ticket_id, "As Rosa says.")


async def test_of_twenty_who_answer_at_once_one_does(house: House) -> None:
    ticket_id = await house.mails()
    seen = (await house.ticket(ticket_id)).version
    ends = await asyncio.gather(
        *(house.replies(("rosa", "ines")[i % 2], ticket_id, expected_version=seen) for i in range(20)),
        return_exceptions=True,
    )
    assert sorted(type(end).__name__ for end in ends) == ["Conflict"] * 19 + ["int"]
    assert await count(house) == (1, 1)


async def test_sent_twice_is_sent_once_also_at_the_same_moment(house: House) -> None:
    ticket_id = await house.mails()
    seen = (await house.ticket(ticket_id)).version
    ends = await asyncio.gather(*(
        house.replies("rosa", ticket_id, client_id="client-same", expected_version=seen) for _ in range(8)
    ))
    assert len(set(ends)) == 1
    assert await count(house) == (1, 1)


@pytest.mark.parametrize(("before", "then", "after"), [
    ("open", "keep", "open"), ("open", "close", "closed"), ("open", "waiting_patron", "waiting_patron"),
    ("closed", "keep", "closed"), ("closed", "close", "closed"), ("closed", "waiting_patron", "waiting_patron"),
    ("waiting_third", "keep", "waiting_third"), ("waiting_third", "close", "closed"),
])
async def test_what_becomes_of_the_ticket(house: House, before: str, then: str, after: str) -> None:
    ticket_id = await house.mails()
    if before != "open":
        await house.does("rosa", change_state, ticket_id=ticket_id, state=before)
    await house.replies("rosa", ticket_id, then=then)
    assert (await house.ticket(ticket_id)).state == after


async def test_empty_and_junk_are_refused(house: House) -> None:
    ticket_id = await house.mails()
    with pytest.raises(Invalid):
        await house.replies("rosa", ticket_id, "  \n")
    await house.does("rosa", change_state, ticket_id=ticket_id, state="junk")
    with pytest.raises(Conflict) as refusal:
        await house.replies("rosa", ticket_id)
    assert refusal.value.code == "junk"
    for login in ("wang", "tomas"):
        with pytest.raises(NotFound):
            await house.replies(login, ticket_id)
    assert await count(house) == (0, 0)


async def test_an_answer_to_a_desk_question_goes_nowhere(house: House) -> None:
    ticket_id = await house.chats()
    await house.does("rosa", close, ticket_id=ticket_id)
    await house.replies("rosa", ticket_id)
    async with house.database.read() as session:
        ways = (await session.execute(select(DeliveryRow.channel, DeliveryRow.due_at, DeliveryRow.created_at))).all()
    assert [way.channel for way in ways] == ["web_chat"]
    # It is on the patron's screen at once; only if it stays unseen it is due.
    assert (ways[0].due_at - ways[0].created_at).total_seconds() == 600


async def test_a_file_named_twice_is_one_file_and_is_anothers_to_none(house: House) -> None:
    async with house.database.transaction() as session:
        ref = await house.blobs.keep(session, b"a page", now=house.clock())
        session.add(UploadRow(id="u1", owner_key=f"staff:{house.staff['rosa']}", name="page.txt",
                              media_type="text/plain", size=ref.size, digest=ref.digest, created_at=house.time))
    ticket_id = await house.mails()
    with pytest.raises(Invalid):
        await house.replies("ines", ticket_id, attachments=["u1"])
    message_id = await house.replies("rosa", ticket_id, attachments=["u1", "u1"])
    assert [row.file_count for row in await house.messages(ticket_id) if row.id == message_id] == [1]
    with pytest.raises(Invalid):
        await house.replies("rosa", ticket_id, attachments=["u1"])
    async with house.database.transaction() as session:
        assert await take_uploads(session, ids=[], owner_key="staff:1") == []


async def test_one_acknowledgement_a_ticket(house: House) -> None:
    ticket_id = await house.mails()
    await house.mails(to=house.signer.reply_address(ticket_id))
    async with house.database.transaction() as session:
        again = await enqueue(
            session, kind="acknowledgement", ticket_id=ticket_id, message_id=None, channel="email",
            to=Address("email", "amina@uni.example"), now=house.time, due_at=house.time,
        )
    assert again is None
    async with house.database.read() as session:
        ways = await session.execute(select(func.count()).where(DeliveryRow.kind == "acknowledgement"))
        assert ways.scalar_one() == 1
