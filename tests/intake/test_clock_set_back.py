"""The machine's clock is set back a day: what comes is taken in once, in its order, and is answered."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from contactcenter.envelope import Raw
from contactcenter.events.tables import EventRow
from contactcenter.outbox.lease import lease_due
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.tickets.lists.page import page
from tests.conformance.house import House


async def test_nothing_is_lost_doubled_or_refused(house: House) -> None:
    letter = house.letter(message_id="<once@uni.example>")
    first = await house.desk.accept_now(Raw("email", letter))
    assert first.ticket_id is not None
    other = await house.mails(subject="Another")
    house.pass_by(-timedelta(days=1))
    assert (await house.desk.accept_now(Raw("email", letter))).duplicate
    # The ordinary way, in which a worker finds what was kept.
    await house.desk.accept([Raw("email", house.letter(text="Still waiting.", to=house.signer.reply_address(first.ticket_id)))])
    assert await house.understanding.next_set() == 1
    await house.replies("rosa", first.ticket_id, "Yes.")
    later = await house.mails(subject="After the clock was set back")
    ticket = await house.ticket(first.ticket_id)
    lines = await house.desk.history(first.ticket_id)
    assert [line.text.strip() for line in lines] == ["May I renew my loan?", "Still waiting.", "Yes."]
    assert ticket.message_count == 3
    assert ticket.last_reply_version > ticket.last_patron_version
    async with house.database.read() as session:
        listed, _ = await page(session, scope=house.scopes["rosa"], view="all", sort="updated", limit=20)
        events = (await session.execute(select(EventRow).order_by(EventRow.position))).scalars().all()
        ways = set((await session.execute(select(DeliveryRow.id))).scalars())
    assert sorted(one.id for one in listed) == sorted([first.ticket_id, other, later])
    for ticket_id in (first.ticket_id, other, later):
        versions = [event.version for event in events if event.stream == f"ticket:{ticket_id}"]
        assert versions == list(range(1, len(versions) + 1))
    async with house.database.transaction() as session:
        assert {row.id for row in await lease_due(session, limit=20, channels=("email",))} == ways
