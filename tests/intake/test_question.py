"""What a rule set aside becomes a question by a librarian's word, and how often that was needed is counted."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from contactcenter.envelope import Raw
from contactcenter.events.catalogue.tickets import TicketStateChanged
from contactcenter.intake.question import put_aside_again, rescue
from contactcenter.measures import rules
from contactcenter.measures.rules import RuleCounter
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.patrons.tables import PatronRow
from contactcenter.tickets.errors import Conflict, NotFound
from contactcenter.tickets.lists.counts import counts, set_aside_here
from contactcenter.tickets.lists.page import page
from contactcenter.tickets.messages import load
from contactcenter.tickets.search import search
from contactcenter.tickets.state import change_state
from contactcenter.tickets.tables import NOT_WAITING
from tests.conformance.house import LAW, House

ABSENT = "Out of office: which forms do I need?"


async def acknowledgements(house: House, ticket_id: int) -> list[DeliveryRow]:
    async with house.database.read() as session:
        return list((await session.execute(
            select(DeliveryRow).where(DeliveryRow.ticket_id == ticket_id, DeliveryRow.kind == "acknowledgement")
        )).scalars())


async def patrons(house: House) -> int:
    async with house.database.read() as session:
        return (await session.execute(select(func.count()).select_from(PatronRow))).scalar_one()


async def counted(house: House) -> dict[str, tuple[int, int]]:
    """The numbers by rule, after the reader has come to the end of the log."""
    counter = RuleCounter(house.database)
    while await counter.next_set():
        pass
    async with house.database.read() as session:
        return {rule: (row.set_aside, row.rescued) for rule, row in (await rules.counts(session)).items()}


async def test_it_waits_since_it_came_and_its_sender_is_known(house: House) -> None:
    ticket_id = await house.mails(ABSENT)
    before = await house.ticket(ticket_id)
    assert (before.lane, before.set_aside_by, before.patron_id) == ("junk", "subject", None)

    await house.does("rosa", rescue, ticket_id=ticket_id)

    ticket = await house.ticket(ticket_id)
    (message,) = await house.messages(ticket_id)
    assert (ticket.lane, ticket.set_aside_by, message.automatic) == ("waiting", None, None)
    assert ticket.waiting_key == message.created_at
    assert ticket.patron_id == message.author_id is not None
    # The rule is still told: it hit.
    assert message.findings is not None
    assert [one["code"] for one in message.findings] == ["subject"]


async def test_what_we_only_guessed_is_acknowledged_as_a_fresh_inquiry(house: House) -> None:
    ticket_id = await house.mails(ABSENT, message_id="<asked@uni.example>")
    await house.does("rosa", rescue, ticket_id=ticket_id)
    (receipt,) = await acknowledgements(house, ticket_id)
    assert (receipt.to_value, receipt.in_reply_to) == ("amina@uni.example", "<asked@uni.example>")


@pytest.mark.parametrize("fields", [
    {"auto_submitted": "auto-generated"}, {"list_id": "<readers.uni.example>"}, {"precedence": "bulk", "subject": ABSENT},
])
async def test_who_asks_for_no_automatic_answer_gets_none(house: House, fields: dict[str, str]) -> None:
    ticket_id = await house.mails(**fields)
    await house.does("rosa", rescue, ticket_id=ticket_id)
    assert (await house.ticket(ticket_id)).lane == "waiting"
    assert await acknowledgements(house, ticket_id) == []


@pytest.mark.parametrize("fields", [
    {"precedence": "bulk"}, {"x_auto_response_suppress": "All"}, {"sender": "Forms <no-reply@uni.example>"},
])
async def test_what_only_asks_for_no_automatic_answer_is_never_set_aside(house: House, fields: dict[str, str]) -> None:
    ticket_id = await house.mails(**fields)
    ticket = await house.ticket(ticket_id)
    (message,) = await house.messages(ticket_id)
    assert (ticket.lane, message.automatic) == ("waiting", None)
    assert await acknowledgements(house, ticket_id) == []
    # A form mailer's address is not one reader.
    assert (ticket.patron_id is None) == ("sender" in fields)
    assert await counted(house) == {}


async def test_it_is_counted_by_rule_from_the_log(house: House) -> None:
    first, _, third = [await house.mails(ABSENT), await house.mails(ABSENT), await house.mails(list_id="<x.uni.example>")]
    await house.mails()
    assert await counted(house) == {"subject": (2, 0), "list": (1, 0)}
    await house.does("rosa", rescue, ticket_id=first)
    await house.does("rosa", rescue, ticket_id=first)
    await house.does("rosa", rescue, ticket_id=third)
    assert await counted(house) == {"subject": (2, 1), "list": (1, 1)}
    await house.does("rosa", put_aside_again, ticket_id=third)
    assert await counted(house) == {"subject": (2, 1), "list": (1, 0)}
    named = [(event.type, str(event.data["rule"])) for event in await house.log() if "rule" in event.data]
    assert rules.counted(named) == {"subject": (2, 1), "list": (1, 0)}


async def test_of_two_readers_each_event_counts_once(house: House) -> None:
    one, other = RuleCounter(house.database), RuleCounter(house.database)
    await house.mails(ABSENT)
    assert await one.next_set()
    await house.mails(ABSENT)
    while await other.next_set():
        pass
    while await one.next_set():
        pass
    assert await counted(house) == {"subject": (2, 0)}


async def test_a_long_log_is_counted_in_stretches(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "STRETCH", 3)
    monkeypatch.setattr(rules, "BEHIND", 4)
    for _ in range(2):
        await house.mails(ABSENT)
        await house.mails()
    counter = RuleCounter(house.database)
    while await counter.next_set():
        pass
    # Who begins anew begins behind what was counted.
    assert await counted(house) == {"subject": (2, 0)}


async def test_taken_back_it_stands_as_before(house: House) -> None:
    ticket_id = await house.mails(ABSENT)
    await house.does("rosa", rescue, ticket_id=ticket_id)
    await house.does("rosa", put_aside_again, ticket_id=ticket_id)
    ticket = await house.ticket(ticket_id)
    (message,) = await house.messages(ticket_id)
    assert (ticket.lane, ticket.set_aside_by, message.automatic) == ("junk", "subject", "subject")
    assert ticket.waiting_key == NOT_WAITING
    assert await acknowledgements(house, ticket_id) == []
    assert (ticket.patron_id, message.author_id, await patrons(house)) == (None, None, 0)
    # And once more.
    await house.does("rosa", rescue, ticket_id=ticket_id)
    assert (await house.ticket(ticket_id)).lane == "waiting"


async def test_who_was_known_before_stays_known(house: House) -> None:
    known = await house.mails()
    ticket_id = await house.mails(ABSENT)
    await house.does("rosa", rescue, ticket_id=ticket_id)
    assert (await house.ticket(ticket_id)).patron_id == (await house.ticket(known)).patron_id
    await house.does("rosa", put_aside_again, ticket_id=ticket_id)
    assert (await house.ticket(ticket_id)).patron_id is None
    assert await patrons(house) == 1


async def test_answered_it_stays_a_question(house: House) -> None:
    ticket_id = await house.mails(ABSENT)
    await house.does("rosa", rescue, ticket_id=ticket_id)
    await house.replies("rosa", ticket_id)
    with pytest.raises(Conflict, match="close it"):
        await house.does("rosa", put_aside_again, ticket_id=ticket_id)


async def test_an_answer_that_was_taken_for_an_absence_opens_its_ticket(house: House) -> None:
    ticket_id = await house.mails()
    await house.replies("rosa", ticket_id, then="close")
    assert await house.mails("Re: Out of office", to=house.signer.reply_address(ticket_id)) == ticket_id
    closed = await house.ticket(ticket_id)
    # It stays closed, and is listed among what is set aside: a rule may err.
    assert (closed.lane, closed.set_aside_by) == ("closed", "subject")
    before = len(await acknowledgements(house, ticket_id))

    asked = (await house.messages(ticket_id))[-1]
    await house.does("rosa", rescue, ticket_id=ticket_id, message_id=asked.id)

    ticket = await house.ticket(ticket_id)
    assert (ticket.state, ticket.waiting_key, ticket.set_aside_by) == ("open", asked.created_at, None)
    assert len(await acknowledgements(house, ticket_id)) == before
    assert await counted(house) == {"subject": (1, 1)}
    await house.does("rosa", put_aside_again, ticket_id=ticket_id, message_id=asked.id)
    again = await house.ticket(ticket_id)
    assert (again.state, again.set_aside_by) == ("closed", "subject")
    reasons = [event.data.get("reason") for event in await house.log() if event.type == TicketStateChanged.type]
    assert reasons[-2:] == ["question", "no_question"]


async def test_what_a_machine_adds_is_listed_until_somebody_does_something(house: House) -> None:
    ticket_id = await house.mails()
    await house.replies("rosa", ticket_id)
    await house.mails("Automatic reply: Renewal", to=house.signer.reply_address(ticket_id), auto_submitted="auto-replied")
    ticket = await house.ticket(ticket_id)
    assert (ticket.lane, ticket.set_aside_by) == ("waiting_patron", "auto_submitted")
    async with house.database.read() as session:
        items, _ = await page(session, scope=house.scopes["rosa"], view="set_aside")
        assert [item.id for item in items] == [ticket_id]
        assert (await counts(session, scope=house.scopes["rosa"])).set_aside == 1
    await house.mails(text="Thank you!", to=house.signer.reply_address(ticket_id))
    assert (await house.ticket(ticket_id)).set_aside_by is None
    # In an open one it is read by whoever has it.
    await house.mails("Automatic reply: Renewal", to=house.signer.reply_address(ticket_id), auto_submitted="auto-replied")
    assert (await house.ticket(ticket_id)).set_aside_by is None


async def test_set_aside_by_hand_it_is_opened_again(house: House) -> None:
    ticket_id = await house.mails()
    await house.does("rosa", change_state, ticket_id=ticket_id, state="junk")
    assert (await house.ticket(ticket_id)).set_aside_by == "staff"
    await house.does("rosa", rescue, ticket_id=ticket_id)
    ticket = await house.ticket(ticket_id)
    assert (ticket.lane, ticket.set_aside_by) == ("waiting", None)
    assert ticket.waiting_key != NOT_WAITING
    assert await counted(house) == {}


async def test_to_others_it_is_not_there(house: House) -> None:
    ticket_id = await house.mails(ABSENT)
    for login in ("wang", "tomas"):
        with pytest.raises(NotFound):
            await house.does(login, rescue, ticket_id=ticket_id)
    with pytest.raises(NotFound):
        await house.does("rosa", rescue, ticket_id=ticket_id, message_id=999)


@pytest.mark.parametrize("sort", ["updated", "created", "waiting"])
async def test_a_page_of_what_one_rule_set_aside(house: House, sort: str) -> None:
    absent = [await house.mails(ABSENT) for _ in range(3)]
    await house.mails(list_id="<x.uni.example>")
    await house.mails(ABSENT, to=LAW)
    by_hand = await house.mails()
    await house.does("rosa", change_state, ticket_id=by_hand, state="junk")

    async def read(rule: str) -> list[int]:
        found: list[int] = []
        cursor: str | None = None
        while True:
            async with house.database.read() as session:
                items, cursor = await page(
                    session, scope=house.scopes["rosa"], view="set_aside", rule=rule, sort=sort, cursor=cursor, limit=2
                )
            found += [item.id for item in items]
            if cursor is None:
                return found

    assert sorted(await read("subject")) == absent
    assert await read("staff") == [by_hand]
    async with house.database.read() as session:
        here = await set_aside_here(session, scope=house.scopes["rosa"], rules=["subject", "list", "staff", "x"])
    assert here == {"subject": 3, "list": 1, "staff": 1, "x": 0}


async def test_it_is_searched_by_itself(house: House) -> None:
    aside, waits = await house.mails(ABSENT), await house.mails("Which forms do I need?")
    await house.index()

    async def found(*, set_aside: bool, q: str = "forms") -> list[int]:
        async with house.database.read() as session:
            hits, _ = await search(session, scope=house.scopes["rosa"], q=q, set_aside=set_aside)
        return sorted(hit.ticket.id for hit in hits)

    assert await found(set_aside=False) == [aside, waits]
    assert await found(set_aside=True) == [aside]
    assert await found(set_aside=True, q=f"#{waits}") == []
    assert await found(set_aside=True, q=f"#{aside}") == [aside]


async def test_what_was_found_out_is_shown_with_the_message(house: House) -> None:
    ticket_id = await house.mails(
        authentication_results="mx.library.example; dmarc=fail header.from=uni.example",
        precedence="bulk")
    (row,) = await house.messages(ticket_id)
    async with house.database.read() as session:
        (message,) = await load(session, [row.id])
    assert [(one.code, one.effect) for one in message.findings] == [("precedence", "silent"), ("dmarc_fail", "shown")]
    assert message.findings[1].fields == {"result": "fail", "server": "mx.library.example"}
    assert message.language == "en"


async def test_ordinary_mail_takes_no_room_for_it(house: House) -> None:
    (row,) = await house.messages(await house.mails())
    assert (row.findings, row.problems, row.language) == (None, None, "en")


async def test_what_was_odd_is_stored_in_a_form_both_databases_take(house: House) -> None:
    letter = house.letter().replace(b"From: ", b"From: a\x00b@uni.example, ", 1).replace(
        b"Subject: ", b'Content-Type: text/plain; charset="no\x00\xed\xa0\x80pe"\nX-Y: ', 1)
    accepted = await house.desk.accept_now(Raw("email", letter))
    assert accepted.ticket_id is not None
    (row,) = await house.messages(accepted.ticket_id)
    assert row.problems
