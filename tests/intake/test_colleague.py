"""A colleague who answers from their own mail program writes a note: it never leaves, and they are told so."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from contactcenter.channels.email.compose import compose
from contactcenter.channels.email.sign import Signer
from contactcenter.intake.acknowledge import MOST
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.patrons.tables import IdentityRow
from contactcenter.tickets import messages, patron_view
from contactcenter.tickets.outbound import build
from contactcenter.tickets.state import close
from contactcenter.tickets.tables import MessageRow, TicketRow
from tests.conformance.house import DESK, SERVER, House

ROSA = "Rosa at home <rosa@staff.example>"
PROVED = f"{SERVER}; dmarc=pass header.from=staff.example"
SECRET = "Between us: he owes 40 euros."


async def deliveries(house: House, kind: str = "notice") -> list[DeliveryRow]:
    async with house.database.read() as session:
        return list((await session.execute(
            select(DeliveryRow).where(DeliveryRow.kind == kind).order_by(DeliveryRow.id)
        )).scalars())


async def tickets(house: House) -> list[int]:
    async with house.database.read() as session:
        return list((await session.execute(select(TicketRow.id).order_by(TicketRow.id))).scalars())


async def last(house: House, ticket_id: int) -> MessageRow:
    return (await house.messages(ticket_id))[-1]


async def answers(house: House, ticket_id: int, **fields: str) -> int:
    """Rosa's mail to the ticket's reply address, as our own server would hand it in."""
    fields = {"to": house.signer.reply_address(ticket_id), "Authentication-Results": PROVED, **fields}
    return await house.mails(text=SECRET, sender=ROSA, **fields)


async def test_it_is_her_note_on_the_ticket(house: House) -> None:
    ticket_id = await house.mails()
    before = await house.ticket(ticket_id)
    assert await answers(house, ticket_id) == ticket_id
    row = await last(house, ticket_id)
    assert (row.kind, row.channel, row.author_kind, row.author_id, row.author_name, row.proof) == (
        "note", "email", "staff", house.staff["rosa"], "Rosa Marín", "dmarc"
    )
    assert row.text.strip() == SECRET
    after = await house.ticket(ticket_id)
    assert (after.last_patron_version, after.waiting_key, after.preview) == (
        before.last_patron_version, before.waiting_key, before.preview)
    (event,) = [one for one in await house.log() if one.type == "note.added"]
    assert (event.actor_kind, event.actor_id) == ("staff", house.staff["rosa"])
    async with house.database.read() as session:
        known = (await session.execute(select(IdentityRow.value))).scalars().all()
    assert known == ["amina@uni.example"]


async def test_the_patron_sees_nothing_of_it(house: House) -> None:
    ticket_id = await house.mails()
    await answers(house, ticket_id)
    async with house.database.read() as session:
        lines = await patron_view.history(session, ticket_id=ticket_id)
    assert [line.text.strip() for line in lines] == ["May I renew my loan?"]


async def test_nothing_of_it_leaves_and_she_is_told(house: House) -> None:
    ticket_id = await house.mails(subject="My diagnosis")
    await answers(house, ticket_id)
    (notice,) = await deliveries(house)
    assert (notice.to_value, notice.message_id) == ("rosa@staff.example", None)
    assert await deliveries(house, "reply") == []
    async with house.database.read() as session:
        outbound = await build(session, notice)
    assert outbound is not None
    mail = compose(outbound, signer=house.signer, library=house.settings.library, now=house.clock(),
                   page="https://ask.library.example/t/secret")
    whole = mail.as_string()
    assert mail["Subject"] == f"Re: Kept as an internal note [#{ticket_id}]"
    assert "internal note" in whole
    for words in ("40 euros", "diagnosis", "renew", "Amina", "ask.library.example"):
        assert words not in whole
    assert (mail["Auto-Submitted"], mail["Precedence"], mail["List-Unsubscribe"]) == ("auto-replied", "bulk", None)


@pytest.mark.parametrize("result", [
    None, f"{SERVER}; dmarc=fail header.from=staff.example", "mx.evil.example; dmarc=pass header.from=staff.example",
])
async def test_whoever_claims_to_be_her_writes_a_note_as_claimed(house: House, result: str | None) -> None:
    ticket_id = await house.mails()
    fields = {"Authentication-Results": result} if result else {}
    await house.mails(text=SECRET, sender=ROSA, to=house.signer.reply_address(ticket_id), **fields)
    row = await last(house, ticket_id)
    assert (row.kind, row.author_id, row.author_name, row.address, row.proof) == (
        "note", None, "Rosa at home", "rosa@staff.example", None
    )
    assert await deliveries(house) == []


async def test_a_ticket_that_rests_opens_so_that_it_is_read(house: House) -> None:
    ticket_id = await house.mails()
    await house.does("rosa", close, ticket_id=ticket_id)
    await answers(house, ticket_id, auto_submitted="auto-replied")
    assert ((await last(house, ticket_id)).kind, (await house.ticket(ticket_id)).state) == ("note", "closed")
    assert await deliveries(house) == []
    await answers(house, ticket_id)
    assert (await house.ticket(ticket_id)).state == "open"


async def test_her_answer_to_the_patrons_own_mail_is_a_note_too(house: House) -> None:
    ticket_id = await house.mails(message_id="<a@uni.example>", cc="rosa@Staff.example")
    fields = {"to": "amina@uni.example", "cc": DESK, "in_reply_to": "<a@uni.example>"}
    assert await house.mails(text=SECRET, sender=ROSA, **fields, **{"Authentication-Results": PROVED}) == ticket_id
    row = await last(house, ticket_id)
    assert row.kind == "note"
    async with house.database.read() as session:
        (seen,) = await messages.load(session, [row.id])
    assert [(one.field, one.address) for one in seen.recipients] == [("to", "amina@uni.example")]


@pytest.mark.parametrize(("named", "result"), [("rosa@staff.example", ""), ("ines@staff.example", PROVED)])
async def test_a_message_id_that_anybody_may_know_proves_nothing(house: House, named: str, result: str) -> None:
    first = await house.mails(message_id="<a@uni.example>", cc=named)
    fields = {"Authentication-Results": result} if result else {}
    second = await house.mails(text=SECRET, sender=ROSA, in_reply_to="<a@uni.example>", **fields)
    assert second != first
    assert [row.kind for row in await house.messages(first)] == ["patron"]


async def test_who_asks_for_herself_is_a_patron(house: House) -> None:
    fields = {"Authentication-Results": PROVED}
    own = await house.mails(sender=ROSA, text="May I renew my own loan?", **fields)
    assert await house.mails(sender=ROSA, to=house.signer.reply_address(own), text="Thanks.", **fields) == own
    assert [row.kind for row in await house.messages(own)] == ["patron", "patron"]


async def test_what_is_no_signature_is_none(house: House) -> None:
    await house.mails()
    forged = Signer(b"x" * 32, DESK).reply_address(1)
    assert await answers(house, 1, to=forged) == 2
    assert [row.kind for row in await house.messages(1)] == ["patron"]


async def test_the_notices_stop_for_who_is_answered_by_a_robot(house: House) -> None:
    ticket_id = await house.mails()
    for _ in range(MOST + 3):
        await answers(house, ticket_id)
    assert len(await deliveries(house)) == MOST
    assert len(await house.messages(ticket_id)) == MOST + 4
