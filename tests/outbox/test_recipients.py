"""Of a mail to several each recipient is tried, refused, delayed and bounced for itself."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from contactcenter.channels.email.send import SmtpSender
from contactcenter.envelope import Outbound, Receipt, SendError
from contactcenter.outbox.deliver import Deliverer
from contactcenter.outbox.retry import retry
from contactcenter.settings import Mail, Settings, Smtp
from contactcenter.tickets import messages, outbound
from contactcenter.tickets.delivery import note_deliveries
from tests.conformance.house import DESK, KEY, House
from tests.neighbours import smtp
from tests.outbox.test_deliver import answered, deliverer, make_due, ways

PATRON = {"address": "amina@uni.example", "name": "Amina Okafor"}
CC = [{"address": "gone@uni.example", "name": ""}, {"address": "grey@uni.example", "name": ""}]
REFUSED = SendError("unknown_recipient", "550 5.1.1 no such person", permanent=True)
GREY = SendError("greylisted", "451 4.7.1 come again")


class Relay:
    """Refuses by address, and counts what each was given."""

    def __init__(self, **refusals: SendError) -> None:
        self.refusals = refusals
        self.tries: list[str] = []
        self.sent: list[Outbound] = []

    async def send(self, message: Outbound) -> Receipt:
        who = message.to.value.partition("@")[0]
        self.tries.append(who)
        if who in self.refusals:
            raise self.refusals[who]
        self.sent.append(message)
        return Receipt("queued as 1")

    async def close(self) -> None:
        """Nothing to close."""


pytestmark = pytest.mark.usefixtures("_today")


async def to_three(house: House) -> tuple[int, int]:
    """A ticket whose answer went to its patron, to one who is gone and to one who is greylisted."""
    ticket_id = await house.mails()
    worker = deliverer(house, Relay())  # type: ignore[arg-type]
    await worker.next_set()
    return ticket_id, await house.replies("rosa", ticket_id, to=[PATRON], cc=CC)


async def test_one_who_refuses_for_good_stops_nobody_and_is_not_tried_again(house: House) -> None:
    ticket_id, message_id = await to_three(house)
    relay = Relay(gone=REFUSED)
    worker = deliverer(house, relay)  # type: ignore[arg-type]
    while await worker.next_set():
        pass
    assert [(way.to_value, way.state) for way in await ways(house)] == [
        ("amina@uni.example", "sent"), ("gone@uni.example", "failed"), ("grey@uni.example", "sent"),
    ]
    assert sorted(relay.tries) == ["amina", "gone", "grey"]
    ticket = await house.ticket(ticket_id)
    assert (ticket.state, ticket.trouble) == ("open", "unknown_recipient")
    async with house.database.read() as session:
        (seen,) = await messages.load(session, [message_id])
    assert seen.delivery is not None
    assert (seen.delivery.to, seen.delivery.detail) == ("gone@uni.example", "550 5.1.1 no such person")
    assert [way.state for way in seen.deliveries] == ["sent", "failed", "sent"]


async def test_a_delay_is_tried_again_for_that_one_alone(house: House) -> None:
    await to_three(house)
    relay = Relay(grey=GREY)
    worker = deliverer(house, relay)  # type: ignore[arg-type]
    while await worker.next_set():
        pass
    assert [way.state for way in await ways(house)] == ["sent", "sent", "delayed"]
    relay.refusals.clear()
    await make_due(house)
    while await worker.next_set():
        pass
    assert [way.state for way in await ways(house)] == ["sent", "sent", "sent"]
    assert sorted(relay.tries) == ["amina", "gone", "grey", "grey"]
    # All of them have the same mail, the one that was late included.
    assert len({message.mail_id or message.delivery_id for message in relay.sent}) == 1
    assert len({message.written_at for message in relay.sent}) == 1


async def test_sent_again_by_hand_goes_to_who_did_not_get_it(house: House) -> None:
    _, message_id = await to_three(house)
    relay = Relay(gone=REFUSED)
    worker = deliverer(house, relay)  # type: ignore[arg-type]
    while await worker.next_set():
        pass
    async with house.database.transaction() as session:
        again = await retry(session, message_id=message_id, now=house.time)
    assert [row.to_value for row in again] == ["gone@uni.example"]


async def test_an_answer_the_usual_way_names_nobody_else(house: House) -> None:
    await answered(house)
    relay = Relay()
    worker = deliverer(house, relay)  # type: ignore[arg-type]
    await worker.next_set()
    assert [(one.recipients, one.mail_id) for one in relay.sent] == [((), None)]


async def test_a_real_server_refuses_one_at_rcpt_and_takes_the_others(house: House, tmp_path: Path) -> None:
    with smtp.running(tmp_path / "smtp") as server:
        await to_three(house)
        settings = Settings(mail=Mail(address=DESK, smtp=Smtp(host="127.0.0.1", port=server.port, security="none")))
        sender = SmtpSender(settings, KEY)
        worker = Deliverer(database=house.database, senders={"email": sender}, build=outbound.build, tell=note_deliveries,
                           clock=house.clock)
        server.order("rcpt", "550 5.1.1 no such person here")
        while await worker.next_set():
            pass
        kept = await asyncio.to_thread(server.wait, 2)
        states = [way.state for way in await ways(house)]
        (refused,) = [way for way in await ways(house) if way.state == "failed"]
        await worker.close()
        await sender.close()
    assert sorted(states) == ["failed", "sent", "sent"]
    assert "550" in str(refused.detail)
    got = {one.rcpt_tos[0] for one in kept}
    assert got == {"amina@uni.example", "gone@uni.example", "grey@uni.example"} - {refused.to_value}
    assert len({str(one.message["Message-ID"]) for one in kept}) == 1
    assert len({one.message.as_string().partition("MIME-Version")[0] for one in kept}) == 1
    # Each came back to its own address, should it come back.
    assert len({one.mail_from for one in kept}) == 2
