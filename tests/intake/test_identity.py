"""Law 10: identity is proved, not claimed; the same mail by two doors is one."""

from __future__ import annotations

import asyncio

import orjson
import pytest
from sqlalchemy import func, select

from contactcenter.channels.email.sign import Signer
from contactcenter.envelope import Raw
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.patrons.tables import IdentityRow, PatronRow
from contactcenter.tickets.tables import LinkRow, TicketRow
from tests.conformance.house import AMINA, DESK, LAW, LI_LEI, House


async def links(house: House) -> list[tuple[int, int, str]]:
    async with house.database.read() as session:
        rows = (await session.execute(select(LinkRow))).scalars()
        return [(row.low_id, row.high_id, row.reason) for row in rows]


async def test_a_signed_address_threads_whoever_writes(house: House) -> None:
    ticket_id = await house.mails()
    assert await house.mails(sender=LI_LEI, to=house.signer.reply_address(ticket_id)) == ticket_id
    (first, second) = await house.messages(ticket_id)
    assert (first.author_id, second.address) == ((await house.ticket(ticket_id)).patron_id, "lilei@uni.example")
    assert second.author_id != first.author_id


async def test_a_signed_message_id_threads(house: House) -> None:
    ticket_id = await house.mails()
    async with house.database.read() as session:
        delivery_id = (await session.execute(select(DeliveryRow.id))).scalar_one()
    left_as = house.signer.message_id(ticket_id=ticket_id, delivery_id=delivery_id)
    assert await house.mails(sender=LI_LEI, in_reply_to=left_as) == ticket_id
    assert await house.mails(sender=LI_LEI, references=f"<other@uni.example> {left_as.upper()}") == ticket_id


async def test_a_forged_signature_is_a_new_ticket(house: House) -> None:
    ticket_id = await house.mails()
    forger = Signer(b"guess" * 8, DESK)
    for fields in (
        {"to": forger.reply_address(ticket_id)},
        {"in_reply_to": forger.message_id(ticket_id=ticket_id, delivery_id=1)},
        {"to": house.signer.reply_address(ticket_id).replace(f"+t{ticket_id}.", f"+t{ticket_id + 1}.")},
        {"in_reply_to": house.signer.message_id(ticket_id=ticket_id, delivery_id=1).replace(".1.", ".2.")},
    ):
        assert await house.mails(sender=LI_LEI, **fields) != ticket_id
    assert (await house.ticket(ticket_id)).message_count == 1


async def test_a_bare_number_threads_who_takes_part_and_links_who_does_not(house: House) -> None:
    ticket_id = await house.mails()
    assert await house.mails(subject=f"Re: [#{ticket_id}] Renewal") == ticket_id
    assert await house.mails(sender="Amina <Amina@UNI.example>", subject=f"[#{ticket_id}]") == ticket_id
    stranger = await house.mails(sender=LI_LEI, subject=f"Re: [#{ticket_id}] Renewal")
    assert stranger != ticket_id
    assert await links(house) == [(ticket_id, stranger, "mentioned")]
    assert (await house.ticket(stranger)).patron_id != (await house.ticket(ticket_id)).patron_id
    nowhere = await house.mails(sender=LI_LEI, subject="[#999999]")
    assert len(await links(house)) == 1
    assert (await house.ticket(nowhere)).version > 0
    # Whoever was let in by a signature takes part from then on.
    await house.mails(sender=LI_LEI, to=house.signer.reply_address(ticket_id))
    assert await house.mails(sender=LI_LEI, subject=f"[#{ticket_id}]") == ticket_id


async def test_a_typed_address_proves_nothing(house: House) -> None:
    mail = await house.mails()
    chat = await house.chats(name="Amina?", email="Amina@uni.example")
    (said,) = await house.messages(chat)
    assert (said.proof, said.address) == (None, "Amina@uni.example")
    async with house.database.read() as session:
        identities = (await session.execute(select(IdentityRow))).scalars().all()
    assert [(one.kind, one.value, one.proof) for one in identities] == [("email", "amina@uni.example", None)]
    assert [line.text for line in await house.desk.history(chat)] == ["Is anybody there?"]
    assert (await house.ticket(chat)).patron_id == (await house.ticket(mail)).patron_id


async def test_nobody_becomes_nobodys_patron(house: House) -> None:
    first, second = await house.chats(), await house.chats(name="Anonymous")
    assert (await house.ticket(first)).patron_id is None
    assert (await house.ticket(second)).patron_id is None
    async with house.database.read() as session:
        assert (await session.execute(select(func.count()).select_from(PatronRow))).scalar_one() == 0


async def test_a_machine_is_set_aside_and_not_answered(house: House) -> None:
    ticket_id = await house.mails(subject="Out of office", auto_submitted="auto-replied")
    ticket = await house.ticket(ticket_id)
    assert (ticket.state, ticket.lane, ticket.patron_id) == ("junk", "junk", None)
    async with house.database.read() as session:
        assert (await session.execute(select(func.count()).select_from(DeliveryRow))).scalar_one() == 0


async def test_first_mails_of_one_person_at_once_make_one_patron(house: House) -> None:
    ids = await asyncio.gather(*(house.mails(text=f"Question {number}") for number in range(8)))
    patrons = {(await house.ticket(ticket_id)).patron_id for ticket_id in ids}
    assert len(patrons) == 1
    async with house.database.read() as session:
        assert (await session.execute(select(func.count()).select_from(PatronRow))).scalar_one() == 1


async def test_the_same_mail_by_two_doors_is_one(house: House) -> None:
    letter = house.letter(to=f"{DESK}, {LAW}", message_id="<once@uni.example>")
    relayed = b"Received: from mx.uni.example by mail.library.example; Wed, 25 Nov 2026 01:00:00 +0000\r\n" + letter
    ends = await asyncio.gather(*(
        house.desk.accept_now(Raw("email", data, {"rcpt_to": to}))
        for data, to in ((letter, DESK), (relayed, LAW), (letter.replace(b"\n", b"\r\n"), DESK))
    ))
    assert sorted(one.duplicate for one in ends) == [False, True, True]
    assert len({one.ticket_id for one in ends}) == 1
    async with house.database.read() as session:
        assert (await session.execute(select(func.count()).select_from(TicketRow))).scalar_one() == 1


async def test_the_same_message_id_with_other_content_is_another_mail(house: House) -> None:
    first = await house.mails(message_id="<again@uni.example>")
    assert await house.mails(text="Something else.", message_id="<again@uni.example>") != first


@pytest.mark.parametrize("sender", [AMINA, "", "not an address"])
async def test_without_a_message_id_it_is_still_a_mail(house: House, sender: str) -> None:
    letter = house.letter(sender=AMINA).replace(b"Message-ID", b"X-Was-Message-ID")
    if sender != AMINA:
        letter = letter.replace(AMINA.encode(), sender.encode())
    accepted = await house.desk.accept_now(Raw("email", letter))
    assert accepted.ticket_id is not None
    assert not accepted.duplicate


async def test_at_the_desk_the_librarian_opens_it_and_the_patron_asks(house: House) -> None:
    said = {"subject": "Where is it?", "text": "Where?", "client_id": "client-desk", "author": "staff:1",
            "author_staff_id": house.staff["rosa"], "patron_name": "Amina"}
    accepted = await house.desk.accept_now(Raw("walk_in", orjson.dumps(said)))
    opened, received = [event for event in await house.log() if event.stream == f"ticket:{accepted.ticket_id}"]
    assert (opened.type, opened.actor_kind, opened.actor_id) == ("ticket.opened", "staff", house.staff["rosa"])
    assert (received.type, received.actor_kind) == ("message.received", "patron")
