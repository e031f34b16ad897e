"""An answer to several: one mail under one Message-ID, and each recipient's delivery for itself."""

from __future__ import annotations

from email.utils import getaddresses

import pytest
from sqlalchemy import select

from contactcenter.channels.email.compose import compose
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.shapes.tickets import Message
from contactcenter.tickets import detail, messages
from contactcenter.tickets.errors import Invalid
from contactcenter.tickets.merge import merge
from contactcenter.tickets.outbound import build
from contactcenter.tickets.withdraw import withdraw
from tests.conformance.house import AMINA, DESK, House

PROFESSOR = {"address": "prof.chen@law.example", "name": "陈教授"}
TUTOR = {"address": "tutor@uni.example", "name": ""}
PATRON = {"address": "amina@uni.example", "name": "Amina Okafor"}


async def ways(house: House) -> list[DeliveryRow]:
    async with house.database.read() as session:
        return list((await session.execute(
            select(DeliveryRow).where(DeliveryRow.kind == "reply").order_by(DeliveryRow.id)
        )).scalars())


async def shown(house: House, message_id: int) -> Message:
    async with house.database.read() as session:
        return (await messages.load(session, [message_id]))[0]


async def test_whom_a_mail_names_beside_us_stands_with_it(house: House) -> None:
    ticket_id = await house.mails(
        to=f"{DESK}, Tutor <tutor@uni.example>", cc="陈教授 <prof.chen@law.example>, law@library.example, TUTOR@uni.example")
    (row,) = await house.messages(ticket_id)
    assert [(one.field, one.address, one.name) for one in (await shown(house, row.id)).recipients] == [
        ("to", "tutor@uni.example", "Tutor"), ("cc", "prof.chen@law.example", "陈教授"),
    ]


async def test_our_own_addresses_are_nobody(house: House) -> None:
    first = await house.mails()
    signed = house.signer.reply_address(first)
    await house.mails(to=f"{DESK}, {signed}", cc=f"Help+anything@Library.example, {house.signer.reply_address(99)}")
    assert [row.recipients for row in await house.messages(first)] == [None, None]


async def test_one_mail_to_each_under_one_message_id(house: House) -> None:
    ticket_id = await house.mails(message_id="<a@uni.example>")
    message_id = await house.replies("rosa", ticket_id, to=[PATRON], cc=[PROFESSOR, TUTOR])
    rows = await ways(house)
    assert [row.to_value for row in rows] == ["amina@uni.example", "prof.chen@law.example", "tutor@uni.example"]
    assert [row.mail_id for row in rows] == [None, rows[0].id, rows[0].id]
    assert len({row.key for row in rows}) == 3
    async with house.database.read() as session:
        built = [await build(session, row) for row in rows]
    mails = [
        compose(one, signer=house.signer, library=house.settings.library, now=house.clock())
        for one in built if one is not None
    ]
    assert {str(mail["Message-ID"]) for mail in mails} == {
        house.signer.message_id(ticket_id=ticket_id, delivery_id=rows[0].id)
    }
    heads = [[(name, str(value)) for name, value in mail.items() if name != "Content-Type"] for mail in mails]
    assert heads[0] == heads[1] == heads[2]
    assert str(mails[1]["To"]) == "Amina Okafor <amina@uni.example>"
    assert [address for _, address in getaddresses([str(mails[1]["Cc"])])] == ["prof.chen@law.example", "tutor@uni.example"]
    assert mails[0]["In-Reply-To"] == "<a@uni.example>"
    seen = await shown(house, message_id)
    assert [one.to for one in seen.deliveries] == [row.to_value for row in rows]
    assert [(one.field, one.address) for one in seen.recipients] == [
        ("to", "amina@uni.example"), ("cc", "prof.chen@law.example"), ("cc", "tutor@uni.example"),
    ]


async def test_it_goes_to_the_sender_alone_unless_somebody_is_chosen(house: House) -> None:
    ticket_id = await house.mails(cc="prof.chen@law.example", reply_to="Amina <amina@home.example>")
    message_id = await house.replies("rosa", ticket_id)
    assert [row.to_value for row in await ways(house)] == ["amina@home.example"]
    seen = await shown(house, message_id)
    assert (seen.recipients, seen.deliveries) == ([], [])
    assert seen.delivery is not None


async def test_with_cc_alone_the_patron_stays_in_to(house: House) -> None:
    ticket_id = await house.mails()
    await house.replies("rosa", ticket_id, cc=[PROFESSOR])
    assert [row.to_value for row in await ways(house)] == ["amina@uni.example", "prof.chen@law.example"]


async def test_each_address_once(house: House) -> None:
    ticket_id = await house.mails()
    await house.replies("rosa", ticket_id, to=[PATRON, PATRON], cc=[{"address": "AMINA@uni.example"}, TUTOR])
    assert [row.to_value for row in await ways(house)] == ["amina@uni.example", "tutor@uni.example"]


@pytest.mark.parametrize(("more", "field"), [
    ({"to": [{"address": "amina"}]}, "to.0"),
    ({"to": [PATRON], "cc": [TUTOR, {"address": "a b@uni.example"}]}, "cc.1"),
    ({"to": [PATRON], "cc": [{"address": "x@uni.example\r\nBcc: all@uni.example"}]}, "cc.0"),
    ({"to": [], "cc": [PROFESSOR]}, "to"),
    ({"to": [PATRON], "cc": [{"address": f"reader{n}@uni.example"} for n in range(20)]}, "cc"),
])
async def test_what_is_no_recipient_is_refused(house: House, more: dict[str, object], field: str) -> None:
    ticket_id = await house.mails()
    with pytest.raises(Invalid) as refusal:
        await house.replies("rosa", ticket_id, "Yes.", **more)
    assert refusal.value.field == field
    assert await ways(house) == []


@pytest.mark.parametrize("address", [DESK, "LAW@library.example", "help+t1.aaaaaaaaaaaaaaaa@library.example"])
async def test_nothing_is_sent_to_ourselves(house: House, address: str) -> None:
    ticket_id = await house.mails()
    with pytest.raises(Invalid):
        await house.replies("rosa", ticket_id, to=[PATRON], cc=[{"address": address}])
    assert await ways(house) == []


async def test_a_chat_has_no_cc(house: House) -> None:
    ticket_id = await house.chats()
    with pytest.raises(Invalid):
        await house.replies("rosa", ticket_id, cc=[PROFESSOR])


async def test_a_merged_inquirys_way_back_is_proposed_too(house: House) -> None:
    first = await house.mails(message_id="<a@uni.example>")
    second = await house.mails(sender=AMINA, message_id="<b@uni.example>", reply_to="amina@home.example")
    await house.does("ines", merge, ticket_id=second, into=first)
    async with house.database.read() as session:
        seen = await detail.detail(session, scope=house.scopes["ines"], ticket_id=first)
    assert [one.address for one in seen.reply_to] == ["amina@uni.example", "amina@home.example"]
    await house.replies("ines", first, to=[{"address": one.address} for one in seen.reply_to], cc=[PROFESSOR])
    rows = await ways(house)
    assert [row.to_value for row in rows] == ["amina@uni.example", "amina@home.example", "prof.chen@law.example"]
    assert {row.in_reply_to for row in rows} == {"<b@uni.example>"}
    assert len({row.mail_id or row.id for row in rows}) == 1


async def test_taken_back_it_takes_back_every_recipient(house: House) -> None:
    ticket_id = await house.mails()
    message_id = await house.replies("rosa", ticket_id, to=[PATRON], cc=[PROFESSOR])
    said = await house.does("rosa", withdraw, ticket_id=ticket_id, message_id=message_id)
    assert [(one.field, one.address) for one in said.recipients] == [
        ("to", "amina@uni.example"), ("cc", "prof.chen@law.example"),
    ]
    assert await ways(house) == []


async def test_who_was_in_cc_answers_into_the_ticket_and_it_stays_the_patrons(house: House) -> None:
    ticket_id = await house.mails(cc="prof.chen@law.example")
    await house.replies("rosa", ticket_id, to=[PATRON], cc=[PROFESSOR])
    back = house.signer.reply_address(ticket_id)
    assert await house.mails(sender="陈教授 <prof.chen@law.example>", to=back, text="Thank you.") == ticket_id
    row = (await house.messages(ticket_id))[-1]
    assert (row.kind, row.address, row.proof) == ("patron", "prof.chen@law.example", None)
    async with house.database.read() as session:
        seen = await detail.detail(session, scope=house.scopes["rosa"], ticket_id=ticket_id)
    # Still to who asked; the professor is taken over by "reply to all" alone.
    assert [one.address for one in seen.reply_to] == ["amina@uni.example"]


async def test_answers_never_go_to_ourselves_whatever_reply_to_says(house: House) -> None:
    ticket_id = await house.mails(reply_to=f"{DESK}, amina@home.example")
    await house.mails(reply_to=DESK, message_id="<second@uni.example>", text="And another")
    await house.replies("rosa", ticket_id)
    await house.replies("rosa", ticket_id + 1)
    assert [row.to_value for row in await ways(house)] == ["amina@home.example", "amina@uni.example"]
