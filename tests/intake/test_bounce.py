"""An answer that came back is a failure on its ticket, whoever reports it and however often."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from contactcenter.envelope import Raw
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.tickets.state import close
from tests.conformance.house import House

REPORT = """\
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: help@library.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce.{number}@mx.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; amina@uni.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such person here

--b
Content-Type: message/rfc822-headers

Message-ID: {message_id}
Subject: Re: Renewal

--b--
"""


async def sent(house: House) -> tuple[int, DeliveryRow]:
    """A closed ticket whose answer the relay took."""
    ticket_id = await house.mails()
    answer = await house.replies("rosa", ticket_id)
    await house.does("rosa", close, ticket_id=ticket_id)
    async with house.database.transaction() as session:
        way = (await session.execute(select(DeliveryRow).where(DeliveryRow.message_id == answer))).scalar_one()
        way.state, way.due_at, way.attempts = "sent", None, 1
    return ticket_id, way


async def bounces(house: House, message_id: str, *, action: str = "failed", status: str = "5.1.1") -> None:
    letter = REPORT.format(number=next(house.counter), action=action, status=status, message_id=message_id)
    await house.desk.accept_now(Raw("email", letter.replace("\n", "\r\n").encode()))


async def stands(house: House, way: DeliveryRow) -> DeliveryRow:
    async with house.database.read() as session:
        return (await session.execute(select(DeliveryRow).where(DeliveryRow.id == way.id))).scalar_one()


async def test_it_opens_its_ticket_and_says_why(house: House) -> None:
    ticket_id, way = await sent(house)

    await bounces(house, house.signer.message_id(ticket_id=ticket_id, delivery_id=way.id))

    now = await stands(house, way)
    assert now.state == "bounced"
    assert "5.1.1" in str(now.detail)
    ticket = await house.ticket(ticket_id)
    assert (ticket.state, ticket.trouble) == ("open", "bounced")
    changed = [event for event in await house.log() if event.type == "delivery.changed"]
    assert [event.data["state"] for event in changed] == ["bounced"]


async def test_reported_twice_is_once(house: House) -> None:
    ticket_id, way = await sent(house)
    for _ in range(2):
        await bounces(house, house.signer.message_id(ticket_id=ticket_id, delivery_id=way.id))
    assert len([event for event in await house.log() if event.type == "delivery.changed"]) == 1


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2")])
async def test_a_delay_is_no_failure(house: House, action: str, status: str) -> None:
    ticket_id, way = await sent(house)
    await bounces(house, house.signer.message_id(ticket_id=ticket_id, delivery_id=way.id), action=action, status=status)
    assert (await stands(house, way)).state == "sent"
    ticket = await house.ticket(ticket_id)
    assert (ticket.state, ticket.trouble) == ("closed", None)
    # It is told in the thread all the same.
    assert [message.kind for message in await house.messages(ticket_id)] == ["patron", "staff", "patron"]


async def test_a_forged_report_changes_nothing(house: House) -> None:
    ticket_id, way = await sent(house)
    true = house.signer.message_id(ticket_id=ticket_id, delivery_id=way.id)
    await bounces(house, true.replace(f"t.{ticket_id}.", f"t.{ticket_id + 1}."))
    assert (await stands(house, way)).state == "sent"
    assert (await house.ticket(ticket_id)).state == "closed"


async def sent_to_three(house: House) -> tuple[int, list[DeliveryRow]]:
    """An answer that the relay took for the patron and two in Cc."""
    ticket_id = await house.mails()
    cc = [{"address": "prof@law.example"}, {"address": "tutor@xn--bcher-kva.example"}]
    answer = await house.replies("rosa", ticket_id, cc=cc)
    async with house.database.transaction() as session:
        rows = list((await session.execute(
            select(DeliveryRow).where(DeliveryRow.message_id == answer).order_by(DeliveryRow.id)
        )).scalars())
        for way in rows:
            way.state, way.due_at, way.attempts = "sent", None, 1
    return ticket_id, rows


@pytest.mark.parametrize(("address", "bounced"), [
    ("amina@uni.example", 0), ("Prof@LAW.example", 1), ("tutor@bücher.example", 2), ("amina@elsewhere.example", 0),
])
async def test_of_several_recipients_it_is_about_one(house: House, address: str, bounced: int) -> None:
    ticket_id, rows = await sent_to_three(house)
    letter = REPORT.format(
        number=1, action="failed", status="5.1.1",
        message_id=house.signer.message_id(ticket_id=ticket_id, delivery_id=rows[0].id),
    ).replace("amina@uni.example", address)
    await house.desk.accept_now(Raw("email", letter.replace("\n", "\r\n").encode()))
    assert [(await stands(house, row)).state for row in rows] == [
        "bounced" if number == bounced else "sent" for number in range(3)
    ]


async def test_the_return_path_tells_whom_a_forwarded_mail_was_for(house: House) -> None:
    """The report names an address that we never wrote to, and no Message-ID; it came back to that delivery's own address."""
    ticket_id, rows = await sent_to_three(house)
    letter = REPORT.format(number=1, action="failed", status="5.2.2", message_id="<lost@mx.example>").replace(
        "amina@uni.example", "amina@elsewhere.example")
    back = house.signer.return_path(ticket_id=ticket_id, delivery_id=rows[1].id)
    await house.desk.accept_now(Raw("email", letter.replace("\n", "\r\n").encode(), {"rcpt_to": back, "mail_from": ""}))
    assert [(await stands(house, row)).state for row in rows] == ["sent", "bounced", "sent"]
    assert "amina@elsewhere.example" in str((await stands(house, rows[1])).detail)
