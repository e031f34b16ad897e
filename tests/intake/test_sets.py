"""A set ends as if its inquiries had been understood one after the other."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from contactcenter.db.engine import Database
from contactcenter.envelope import Raw
from contactcenter.intake.tables import InboundRow
from contactcenter.intake.understand import SET_BYTES, _of_bounded_size
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.patrons.tables import IdentityRow, PatronRow
from contactcenter.settings import Database as DatabaseSettings
from contactcenter.tickets.state import close
from contactcenter.tickets.tables import NOT_WAITING, LinkRow, MessageRow, TicketRow
from tests.conformance.house import AMINA, LI_LEI, Founded, House, build

SENDERS = (AMINA, LI_LEI, "Nadia Rahman <nadia@uni.example>", "nadia@uni.example", "NADIA@UNI.EXAMPLE")
LETTERS = st.lists(st.one_of(
    st.tuples(st.just("asks"), st.integers(0, len(SENDERS) - 1)),
    st.tuples(st.just("replies"), st.integers(0, len(SENDERS) - 1), st.integers(1, 2)),
    st.tuples(st.just("mentions"), st.integers(0, len(SENDERS) - 1), st.integers(1, 2)),
    st.tuples(st.just("is away"), st.integers(0, len(SENDERS) - 1), st.integers(1, 2)),
    st.tuples(st.just("again"), st.integers(0, 9)),
), min_size=1, max_size=12)


def letters(house: House, wanted: list[tuple[object, ...]]) -> list[bytes]:
    made: list[bytes] = []
    for number, (what, *rest) in enumerate(wanted):
        if what == "again":
            made.append(made[int(str(rest[0])) % len(made)] if made else house.letter())
            continue
        fields = {"sender": SENDERS[int(str(rest[0]))], "message_id": f"<set.{number}@uni.example>"}
        subject = f"Inquiry {number}"
        if what == "mentions":
            subject = f"[#{rest[1]}] {subject}"
        elif what != "asks":
            fields["to"] = house.signer.reply_address(int(str(rest[1])))
        if what == "is away":
            fields["auto_submitted"] = "auto-replied"
        made.append(house.letter(subject, f"Words {number}", **fields))
    return made


async def begun(folder: Path, founded: Founded) -> House:
    """Two tickets are there: Amina's, closed, and Li Lei's."""
    house = build(Database(DatabaseSettings(), folder), folder, founded)
    await house.mails(message_id="<a@uni.example>")
    await house.mails(sender=LI_LEI, message_id="<b@uni.example>")
    await house.does("ines", close, ticket_id=1)
    return house


async def picture(house: House) -> dict[str, list[object]]:
    """Everything that the mails made, without times; patrons by their addresses.

    Among themselves, events of one set may stand in another order: every message before every link.
    """
    async with house.database.read() as session:
        who: dict[int | None, str] = {None: "nobody"}
        for identity in (await session.execute(select(IdentityRow))).scalars():
            who[identity.patron_id] = identity.value
        names = sorted((await session.execute(select(PatronRow.name))).scalars())
        tickets = (await session.execute(select(TicketRow).order_by(TicketRow.id))).scalars().all()
        messages = (await session.execute(select(MessageRow).order_by(MessageRow.id))).scalars().all()
        inbound = (await session.execute(select(InboundRow).order_by(InboundRow.id))).scalars().all()
        links = (await session.execute(select(LinkRow).order_by(LinkRow.low_id, LinkRow.high_id))).scalars().all()
        leaving = (await session.execute(select(DeliveryRow).order_by(DeliveryRow.ticket_id))).scalars().all()
    newest = {one.ticket_id: one.version for one in messages}
    log = [one for one in await house.log() if one.stream.startswith("ticket:")]
    for ticket in tickets:
        versions = [one.version for one in log if one.stream == f"ticket:{ticket.id}"]
        assert versions == list(range(1, ticket.version + 1))
    return {
        "patrons": [*names],
        "tickets": [(one.id, one.subject, one.version, one.state, one.lane, one.set_aside_by, who[one.patron_id],
                     one.message_count, one.preview, one.preview_by, one.last_patron_version == newest.get(one.id), one.reply_value,
                     one.waiting_key == NOT_WAITING, one.closed_at is None, one.root_id) for one in tickets],
        "messages": [(one.ticket_id, one.text, who[one.author_id], one.automatic, one.split_from)
                     for one in messages],
        "inbound": [(one.state, one.ticket_id, one.message_id) for one in inbound],
        "links": [(one.low_id, one.high_id, one.reason) for one in links],
        "leaving": [(one.ticket_id, one.kind, one.to_value) for one in leaving],
        "log": [*sorted((one.stream, one.type, one.actor_kind, who.get(one.actor_id, str(one.actor_id)))
                        for one in log)],
    }


async def ends_the_same(template: list[Path], founded: Founded, wanted: list[tuple[object, ...]]) -> None:
    pictures = []
    for one_by_one in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            for file in template:
                shutil.copy(file, folder)
            house = await begun(Path(folder), founded)
            try:
                for letter in letters(house, wanted):
                    await house.desk.accept([Raw("email", letter)])
                    if one_by_one:
                        await house.understanding.next_set()
                while await house.understanding.next_set():
                    pass
                pictures.append(await picture(house))
            finally:
                await house.database.close()
    one_after_the_other, as_a_set = pictures
    for name, rows in one_after_the_other.items():
        assert as_a_set[name] == rows, name


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(LETTERS)
def test_a_set_ends_as_one_after_the_other(
    founded_sqlite: tuple[Path, Founded], wanted: list[tuple[object, ...]]
) -> None:
    template, founded = founded_sqlite
    asyncio.run(ends_the_same(list(template.iterdir()), founded, wanted))


async def test_what_is_in_a_set_twice_is_one(house: House) -> None:
    letter = house.letter()
    await house.desk.accept([Raw("email", letter), Raw("email", letter), Raw("email", letter)])
    while await house.understanding.next_set():
        pass
    async with house.database.read() as session:
        rows = (await session.execute(select(InboundRow).order_by(InboundRow.id))).scalars().all()
        tickets = (await session.execute(select(TicketRow.id))).scalars().all()
    assert [row.state for row in rows] == ["done", "duplicate", "duplicate"]
    assert {row.ticket_id for row in rows} == set(tickets)
    assert len({row.message_id for row in rows}) == len(tickets) == 1


async def test_two_first_mails_of_one_person_in_a_set_make_one_patron(house: House) -> None:
    await house.desk.accept([Raw("email", house.letter(sender=sender)) for sender in (SENDERS[2], SENDERS[4])])
    await house.understanding.next_set()
    async with house.database.read() as session:
        patrons = (await session.execute(select(PatronRow.id))).scalars().all()
        tickets = (await session.execute(select(TicketRow.patron_id))).scalars().all()
    assert len(patrons) == 1
    assert tickets == [*patrons, *patrons]


@pytest.mark.parametrize("sizes", [[20_000_000] * 3, [40_000_000, 1, 1], [1, 40_000_000]])
def test_a_set_is_bounded_by_bytes(sizes: list[int]) -> None:
    class Row:
        def __init__(self, size: int) -> None:
            self.size = size

    taken = _of_bounded_size([Row(size) for size in sizes])  # type: ignore[misc]
    assert len(taken) == 1
    assert sum(sizes[:2]) > SET_BYTES
