"""Law 5: leased, sent, recorded; at least once, never by two at a time; giving up is seen on the ticket."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from contactcenter.envelope import Outbound, Receipt, SendError
from contactcenter.outbox import deliver as delivering
from contactcenter.outbox.deliver import Deliverer
from contactcenter.outbox.lease import HELD_FOR, LEASE, Ended, anything_due, lease_due, renew, settle
from contactcenter.outbox.retry import retry
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.tickets import outbound
from contactcenter.tickets.delivery import note_deliveries, note_delivery
from contactcenter.tickets.state import close
from tests.conformance.house import House

CHANNELS = ("email", "web_chat")


class Relay:
    """A sender that does what it is told, and notes what it was given."""

    def __init__(self, *orders: SendError | None, pause_s: float = 0) -> None:
        self.orders = list(orders)
        self.pause_s = pause_s
        self.sent: list[Outbound] = []
        self.under_way: set[str] = set()
        self.overlapped = False

    async def send(self, message: Outbound) -> Receipt:
        self.overlapped |= message.key in self.under_way
        self.under_way.add(message.key)
        try:
            await asyncio.sleep(self.pause_s)
            order = self.orders.pop(0) if self.orders else None
            if order is not None:
                raise order
            self.sent.append(message)
            return Receipt("queued as 1")
        finally:
            self.under_way.discard(message.key)

    async def close(self) -> None:
        """Nothing to close."""


pytestmark = pytest.mark.usefixtures("_today")


def deliverer(house: House, relay: Relay) -> Deliverer:
    return Deliverer(
        database=house.database, senders={"email": relay, "web_chat": relay}, build=outbound.build,
        tell=note_deliveries, clock=house.clock,
    )


async def answered(house: House, text: str = "Yes.") -> tuple[int, int]:
    """A ticket with an answer due, its acknowledgement already gone."""
    ticket_id = await house.mails()
    async with house.database.transaction() as session:
        await session.execute(update(DeliveryRow).where(DeliveryRow.kind == "acknowledgement").values(
            state="sent", due_at=None
        ))
    return ticket_id, await house.replies("rosa", ticket_id, text)


async def ways(house: House) -> list[DeliveryRow]:
    async with house.database.read() as session:
        return list((await session.execute(
            select(DeliveryRow).where(DeliveryRow.kind == "reply").order_by(DeliveryRow.id)
        )).scalars())


async def make_due(house: House) -> None:
    async with house.database.transaction() as session:
        await session.execute(update(DeliveryRow).where(DeliveryRow.state == "delayed").values(
            due_at=house.time - timedelta(hours=1)
        ))



async def test_an_answer_is_sent_once_and_recorded(house: House) -> None:
    ticket_id, message_id = await answered(house)
    relay = Relay()
    worker = deliverer(house, relay)
    assert await worker.next_set() == 1
    assert await worker.next_set() == 0
    (sent,) = relay.sent
    assert (sent.text, sent.to.value, sent.author, sent.ticket_id) == ("Yes.", "amina@uni.example", "Rosa Marín", ticket_id)
    (way,) = await ways(house)
    assert (way.state, way.attempts, way.remote_id, way.due_at, way.lease) == ("sent", 1, "queued as 1", None, None)
    changed = [event for event in await house.log() if event.type == "delivery.changed"]
    assert [(event.data["state"], event.data["message_id"]) for event in changed] == [("sent", message_id)]


async def test_temporary_unless_it_says_permanent(house: House) -> None:
    ticket_id, _ = await answered(house)
    relay = Relay(SendError("greylisted", "451 later"), SendError("timeout"))
    worker = deliverer(house, relay)
    for attempt, seconds in ((1, 300), (2, 60)):
        assert await worker.next_set() == 1
        (way,) = await ways(house)
        assert (way.state, way.attempts) == ("delayed", attempt)
        assert way.due_at is not None
        assert abs((way.due_at - house.time).total_seconds() - seconds) < 1
        await make_due(house)
    assert (await house.ticket(ticket_id)).trouble is None
    assert await worker.next_set() == 1
    assert {message.key for message in relay.sent} == {(await ways(house))[0].key}


async def test_giving_up_opens_the_ticket_with_its_trouble(house: House) -> None:
    ticket_id, message_id = await answered(house)
    await house.does("rosa", close, ticket_id=ticket_id)
    relay = Relay(SendError("refused", "550 no such user", permanent=True))
    await deliverer(house, relay).next_set()
    ticket = await house.ticket(ticket_id)
    assert (ticket.state, ticket.trouble, ticket.assignee_id) == ("open", "refused", house.staff["rosa"])
    assert (await ways(house))[0].detail == "550 no such user"
    told = [(event.type, event.data.get("reason") or event.data.get("code")) for event in (await house.log())[-2:]]
    assert told == [("delivery.changed", "refused"), ("ticket.state_changed", "delivery_failed")]
    # Sent again by hand: the trouble is being dealt with, and it goes under the same key.
    async with house.database.transaction() as session:
        for delivery in await retry(session, message_id=message_id, now=house.clock()):
            await note_delivery(session, delivery=delivery, now=house.clock())
        assert await retry(session, message_id=message_id + 99, now=house.clock()) == []
    assert (await house.ticket(ticket_id)).trouble is None
    await deliverer(house, relay).next_set()
    assert [message.delivery_id for message in relay.sent] == [(await ways(house))[0].id]


async def test_after_three_days_it_gives_up(house: House) -> None:
    ticket_id, _ = await answered(house)
    house.pass_by(timedelta(days=3))
    relay = Relay(SendError("connect"))
    await deliverer(house, relay).next_set()
    assert (await ways(house))[0].state == "failed"
    assert (await house.ticket(ticket_id)).trouble == "connect"


async def test_another_answers_success_does_not_hide_a_failure(house: House) -> None:
    ticket_id, _ = await answered(house, "First.")
    await house.replies("ines", ticket_id, "Second.")
    relay = Relay(SendError("refused", permanent=True))
    await deliverer(house, relay).next_set()
    assert sorted(way.state for way in await ways(house)) == ["failed", "sent"]
    assert (await house.ticket(ticket_id)).trouble == "refused"
    await house.replies("rosa", ticket_id, "Third.")
    assert (await house.ticket(ticket_id)).trouble is None
    await deliverer(house, relay).next_set()
    assert (await house.ticket(ticket_id)).trouble is None


async def test_a_senders_bug_is_a_temporary_failure(house: House) -> None:
    await answered(house)
    relay = Relay()
    relay.send = None  # type: ignore[assignment,method-assign]  # a bug: calling it raises TypeError
    await deliverer(house, relay).next_set()
    assert [(way.state, way.code) for way in await ways(house)] == [("delayed", "internal")]


async def test_what_was_erased_does_not_leave(house: House) -> None:
    await answered(house)
    async with house.database.transaction() as session:
        await session.execute(update(DeliveryRow).where(DeliveryRow.kind == "reply").values(message_id=999_999))
    relay = Relay()
    await deliverer(house, relay).next_set()
    assert relay.sent == []
    assert [(way.state, way.code) for way in await ways(house)] == [("failed", "content_gone")]


async def test_a_note_never_leaves_whatever_row_names_it(house: House) -> None:
    ticket_id, _ = await answered(house)
    note_id = await house.notes("rosa", ticket_id, "A secret.")
    async with house.database.transaction() as session:
        await session.execute(update(DeliveryRow).where(DeliveryRow.kind == "reply").values(message_id=note_id))
    relay = Relay()
    await deliverer(house, relay).next_set()
    assert relay.sent == []


async def test_leases_of_many_workers_never_overlap(house: House) -> None:
    ticket_id, _ = await answered(house)
    for number in range(49):
        await house.replies("rosa", ticket_id, f"Answer {number}")
    relay = Relay(pause_s=0.005)
    workers = [deliverer(house, relay) for _ in range(8)]

    async def works(worker: Deliverer) -> int:
        done = 0
        while count := await worker.next_set():
            done += count
        return done

    taken = await asyncio.gather(*(works(worker) for worker in workers))
    assert sum(taken) == 50
    assert not relay.overlapped
    assert len({message.key for message in relay.sent}) == len(relay.sent) == 50


async def test_a_set_is_no_larger_than_was_asked_for(house: House) -> None:
    ticket_id, _ = await answered(house)
    for number in range(12):
        await house.replies("rosa", ticket_id, f"Answer {number}")
    sets = []
    for _ in range(4):
        async with house.database.transaction() as session:
            sets.append([row.id for row in await lease_due(session, limit=5, channels=CHANNELS)])
    assert [len(one) for one in sets] == [5, 5, 3, 0]
    assert len({one for taken in sets for one in taken}) == 13


async def test_answers_leave_before_acknowledgements(house: House) -> None:
    """However many of these wait: a librarian's answer is not behind a flood of inquiries."""
    for number in range(12):
        await house.mails(subject=f"Inquiry {number}", sender=f"reader{number}@uni.example")
    await answered(house)
    async with house.database.transaction() as session:
        for kind, since in (("acknowledgement", timedelta(hours=1)), ("reply", timedelta(seconds=1))):
            await session.execute(
                update(DeliveryRow).where(DeliveryRow.kind == kind).values(due_at=datetime.now(UTC) - since)
            )
        taken = await lease_due(session, limit=3, channels=CHANNELS)
    assert [row.kind for row in taken] == ["reply", "acknowledgement", "acknowledgement"]


async def test_while_mail_floods_in_acknowledgements_wait_but_not_for_ever(house: House) -> None:
    await house.mails()
    for late, kinds in ((timedelta(0), []), (HELD_FOR, ["acknowledgement"])):
        async with house.database.transaction() as session:
            await session.execute(update(DeliveryRow).values(due_at=datetime.now(UTC) - late - timedelta(seconds=1)))
            assert await anything_due(session, held=True) is bool(kinds)
            assert [row.kind for row in await lease_due(session, limit=3, channels=CHANNELS, held=True)] == kinds


async def test_a_dead_workers_lease_ends_and_its_late_word_counts_for_nothing(house: House) -> None:
    await answered(house)
    async with house.database.transaction() as session:
        (dead,) = await lease_due(session, limit=5, channels=CHANNELS)
    async with house.database.transaction() as session:
        assert await lease_due(session, limit=5, channels=CHANNELS) == []
        await session.execute(update(DeliveryRow).values(leased_until=datetime.now(UTC) - timedelta(seconds=1)))
    async with house.database.transaction() as session:
        (alive,) = await lease_due(session, limit=5, channels=CHANNELS)
    assert alive.id == dead.id
    assert alive.lease != dead.lease
    async with house.database.transaction() as session:
        assert await settle(session, [Ended(dead, "sent")], now=house.time) == []
        assert await settle(session, [Ended(dead, "sent"), Ended(alive, "sent")], now=house.time) == [alive]
    assert (await ways(house))[0].attempts == 1


async def test_a_living_worker_holds_its_lease(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "RENEW_EVERY_S", 0.05)
    await answered(house)
    relay = Relay(pause_s=0.4)
    working = asyncio.create_task(deliverer(house, relay).next_set())
    await asyncio.sleep(0.1)
    first = (await ways(house))[0].leased_until
    await asyncio.sleep(0.2)
    second = (await ways(house))[0].leased_until
    assert await working == 1
    assert first is not None
    assert second is not None
    assert second > first > datetime.now(UTC)
    assert (await ways(house))[0].state == "sent"


async def test_who_cannot_renew_gives_up_before_another_begins(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "RENEW_EVERY_S", 0.05)
    monkeypatch.setattr(delivering, "SAFE_S", 0.2)

    async def fails(*_: object, **__: object) -> None:
        raise ConnectionError("the database is away")

    monkeypatch.setattr(delivering, "renew", fails)
    await answered(house)
    relay = Relay(pause_s=5)
    before = asyncio.get_running_loop().time()
    assert await deliverer(house, relay).next_set() == 1
    assert asyncio.get_running_loop().time() - before < 2
    assert relay.sent == []
    (way,) = await ways(house)
    assert (way.state, way.attempts) == ("queued", 0)
    assert way.leased_until is not None
    assert way.leased_until < datetime.now(UTC) + LEASE


async def test_an_ended_lease_is_not_renewed(house: House) -> None:
    await answered(house)
    async with house.database.transaction() as session:
        (row,) = await lease_due(session, limit=5, channels=CHANNELS)
        past = datetime.now(UTC) - timedelta(seconds=1)
        await session.execute(update(DeliveryRow).values(leased_until=past))
        await renew(session, lease=row.lease or "")
    assert (await ways(house))[0].leased_until == past


async def test_a_bounce_that_overtakes_us_stands(house: House) -> None:
    ticket_id, _ = await answered(house)

    class Quick(Relay):
        async def send(self, message: Outbound) -> Receipt:
            await house.desk.settle(message.delivery_id, state="bounced", code="no_mailbox")
            return Receipt()

    await deliverer(house, Quick()).next_set()
    assert [(way.state, way.code) for way in await ways(house)] == [("bounced", "no_mailbox")]
    assert (await house.ticket(ticket_id)).trouble == "no_mailbox"
    head = await house.head()
    await house.desk.settle((await ways(house))[0].id, state="bounced", code="no_mailbox")
    assert await house.head() == head


async def test_a_chat_answer_that_was_seen_stays_delivered(house: House) -> None:
    chat = await house.chats(email="amina@uni.example")
    first = await house.replies("rosa", chat, "One.")
    second = await house.replies("rosa", chat, "Two.")
    await house.desk.seen(chat, version=second)
    await house.desk.seen(chat, version=second)
    assert [way.state for way in await ways(house)] == ["delivered", "delivered"]
    events = [event for event in await house.log() if event.type in ("delivery.changed", "patron.seen")]
    assert [event.data.get("message_id", event.data.get("up_to_version")) for event in events] == [
        first, second, second
    ]
    versions = [event.version for event in await house.log() if event.stream == f"ticket:{chat}"]
    assert versions == list(range(1, (await house.ticket(chat)).version + 1))
    relay = Relay()
    house.pass_by(timedelta(hours=1))
    assert await deliverer(house, relay).next_set() == 0


async def test_an_unseen_chat_answer_goes_by_mail_where_there_is_an_address(house: House) -> None:
    house.time -= timedelta(hours=1)
    chat = await house.chats(email="amina@uni.example")
    await house.replies("rosa", chat, "Are you there?")
    relay = Relay()
    assert await deliverer(house, relay).next_set() == 1
    assert [(message.to.kind, message.to.value) for message in relay.sent] == [("email", "amina@uni.example")]


DEAD, ALIVE = "dead.example", "alive.example"


async def waits(house: House, *, dead: int, alive: int) -> None:
    """Answers that are due: those to a dead place have waited longer."""
    ticket_id, _ = await answered(house)
    for number in range(dead + alive - 1):
        await house.replies("rosa", ticket_id, f"Answer {number}")
    ids = [row.id for row in await ways(house)]
    async with house.database.transaction() as session:
        for chosen, place, hours in ((ids[:dead], DEAD, 2), (ids[dead:], ALIVE, 1)):
            await session.execute(update(DeliveryRow).where(DeliveryRow.id.in_(chosen)).values(
                place=place, to_value=f"amina@{place}", due_at=house.time - timedelta(hours=hours)
            ))


class Tarpit(Relay):
    """Takes mail to the dead place and never answers."""

    def __init__(self) -> None:
        super().__init__()
        self.held = 0
        self.most_held = 0

    async def send(self, message: Outbound) -> Receipt:
        if not message.to.value.endswith(DEAD):
            return await super().send(message)
        self.held += 1
        self.most_held = max(self.most_held, self.held)
        try:
            await asyncio.Event().wait()
        finally:
            self.held -= 1
        raise AssertionError


async def test_a_place_that_never_answers_holds_up_nobody_else(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "PATIENCE_S", 0.05)
    await waits(house, dead=30, alive=30)
    relay = Tarpit()
    worker = deliverer(house, relay)
    async with asyncio.timeout(20):
        while len(relay.sent) < 30:
            await worker.next_set()
    assert relay.most_held == delivering.PLACE_AT_ONCE
    await worker.close()
    assert relay.held == 0
    # What had left is written down, too, before it closes. What was given up is nobody's until its lease ends; then it is sent again.
    assert sum(way.lease is not None for way in await ways(house)) == delivering.PLACE_AT_ONCE


async def test_what_waits_for_a_full_place_is_passed_over(house: House) -> None:
    await waits(house, dead=65, alive=4)
    taken = []
    for rooms in ({DEAD: 2, ALIVE: 9}, {DEAD: 0, ALIVE: 9}):
        async with house.database.transaction() as session:
            rows = await lease_due(session, limit=3, channels=CHANNELS, room=rooms.__getitem__)
        taken.append([row.place for row in rows])
    assert taken == [[DEAD, DEAD, ALIVE], [ALIVE, ALIVE, ALIVE]]


async def test_a_delivery_goes_to_its_addresss_domain(house: House) -> None:
    await answered(house)
    assert [way.place for way in await ways(house)] == ["uni.example"]
