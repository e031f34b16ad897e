"""Reports on faxes come late, twice and in any order: a delivery only goes forward, and nothing is faxed twice for an old one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from contactcenter.channels.email.parse import EmailReceiver
from contactcenter.channels.fax.parse import FaxReader
from contactcenter.channels.registry import Mails
from contactcenter.db.engine import Database
from contactcenter.envelope import Report
from contactcenter.intake.reported import note_report
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.settings import Fax, Mail, Settings
from tests.conformance.house import DESK, KEY, SERVER, Founded, House, build

End = Literal["delivered", "refused"]
PAUSE = timedelta(minutes=10)
"""Longer than the shortest pause before another attempt."""


@st.composite
def courses(draw: st.DrawFn) -> tuple[int, End, list[list[int]]]:
    """How many attempts there are, how the last ends, and after each which reports come: by attempt, in any order."""
    attempts = draw(st.integers(1, 4))
    end: End = draw(st.sampled_from(["delivered", "refused"]))
    told = [
        draw(st.permutations([number, *draw(st.lists(st.integers(1, number), max_size=3))]))
        for number in range(1, attempts + 1)
    ]
    return attempts, end, told


async def faxed(house: House) -> int:
    """A delivery by fax."""
    message_id = await house.replies("rosa", await house.mails())
    async with house.database.transaction() as session:
        return int((await session.execute(
            update(DeliveryRow).where(DeliveryRow.message_id == message_id).values(channel="fax").returning(DeliveryRow.id)
        )).scalar_one())


async def row(house: House, delivery_id: int) -> DeliveryRow:
    async with house.database.read() as session:
        return (await session.execute(select(DeliveryRow).where(DeliveryRow.id == delivery_id))).scalar_one()


@given(courses())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_a_delivery_only_goes_forward(house: House, course: tuple[int, End, list[list[int]]]) -> None:
    attempts, end, told = course
    delivery_id = await faxed(house)
    reports: dict[int, Report] = {}
    for attempt, heard in enumerate(told, start=1):
        if attempt > 1:
            assert (await row(house, delivery_id)).state == "delayed"
        house.pass_by(PAUSE)
        async with house.database.transaction() as session:
            await session.execute(update(DeliveryRow).where(DeliveryRow.id == delivery_id).values(
                state="sent", attempts=attempt, due_at=None, changed_at=house.clock()))
        house.pass_by(timedelta(minutes=1))
        last = attempt == attempts
        reports[attempt] = Report(
            (delivery_id,), "delivered" if last and end == "delivered" else "failed",
            "" if last and end == "delivered" else "fax_refused" if last else "fax_busy", again=not last, at=house.clock(),
        )
        came = False
        for number in heard:
            before = await row(house, delivery_id)
            async with house.database.transaction() as session:
                await note_report(session, report=reports[number], now=house.clock())
            after = await row(house, delivery_id)
            came = came or number == attempt
            if not came:
                assert (after.state, after.due_at) == ("sent", None)  # about an attempt that is over
            elif last:
                assert after.state == ("delivered" if end == "delivered" else "failed")
                assert after.due_at is None
            else:
                assert after.state == "delayed"
                assert before.state != "delayed" or after.due_at == before.due_at  # twice is once
    ended = await row(house, delivery_id)
    for number in sorted(reports):
        async with house.database.transaction() as session:
            await note_report(session, report=reports[number], now=house.clock())
    assert (await row(house, delivery_id)).state == ended.state


async def test_success_that_is_told_before_our_own_worker_has_written_it_down(house: House) -> None:
    delivery_id = await faxed(house)
    async with house.database.transaction() as session:
        await session.execute(update(DeliveryRow).where(DeliveryRow.id == delivery_id).values(state="sending", lease="mine"))
    async with house.database.transaction() as session:
        await note_report(session, report=Report((delivery_id,), "delivered", at=house.clock()), now=house.clock())
    found = await row(house, delivery_id)
    assert (found.state, found.lease) == ("delivered", None)


async def test_a_mail_is_not_settled_by_a_fax_report(house: House) -> None:
    await house.replies("rosa", await house.mails())
    async with house.database.transaction() as session:
        mail = (await session.execute(select(DeliveryRow.id).where(DeliveryRow.kind == "reply"))).scalar_one()
        assert await note_report(session, report=Report((mail, 99), "delivered"), now=house.clock()) is None
    assert (await row(house, mail)).state == "queued"


@pytest.mark.parametrize("words", ["I failed to renew it, please help.", "Thank you!"])
async def test_a_patron_whose_mail_comes_from_where_the_gateway_is(
    database: Database, founded: Founded, tmp_path: Path, words: str
) -> None:
    # A telephone company has mailboxes, too. What answers a mail of ours is no report on a fax.
    settings = Settings(mail=Mail(address=DESK, authserv_id=SERVER), fax=Fax(gateway="fax.uni.example", senders=["uni.example"]))
    reads = Mails(EmailReceiver(KEY, settings), [FaxReader(settings, KEY)])
    house = build(database, tmp_path, founded, extra={"email": reads})
    ticket_id = await house.mails()
    await house.replies("rosa", ticket_id)
    async with house.database.read() as session:
        delivery_id = (await session.execute(
            select(DeliveryRow.id).where(DeliveryRow.message_id.is_not(None))
        )).scalar_one()
    ours = house.signer.message_id(ticket_id=ticket_id, delivery_id=delivery_id)
    assert await house.mails("Re: Renewal", words, in_reply_to=ours) == ticket_id
    last = (await house.messages(ticket_id))[-1]
    assert (last.kind, last.channel, last.automatic) == ("patron", "email", None)
    assert words in last.text
