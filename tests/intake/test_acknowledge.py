"""Automatic mail is bounded by address and day: no ping-pong, no flood passed on."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, text

from contactcenter.intake.acknowledge import AUTOMATIC, MOST
from contactcenter.outbox.tables import DeliveryRow
from tests.conformance.house import House


async def acknowledged(house: House) -> list[str]:
    async with house.database.read() as session:
        return list((await session.execute(
            select(DeliveryRow.to_value).where(DeliveryRow.kind == "acknowledgement").order_by(DeliveryRow.id)
        )).scalars())


async def test_a_flood_in_somebodys_name_is_not_passed_on_to_them(house: House) -> None:
    for number in range(MOST + 5):
        sender = ("AMINA@uni.example", "amina@Uni.Example", "Amina Okafor <amina@uni.example>")[number % 3]
        await house.mails(subject=f"Inquiry {number}", sender=sender)
    assert await acknowledged(house) == ["amina@uni.example"] * MOST
    # Who asks meanwhile is told as ever, and every inquiry is a ticket.
    await house.mails(sender="lilei@uni.example")
    assert await acknowledged(house) == [*["amina@uni.example"] * MOST, "lilei@uni.example"]
    assert (await house.ticket(MOST + 5)).state == "open"


async def test_the_next_day_they_are_told_again(house: House) -> None:
    for number in range(MOST + 1):
        await house.mails(subject=f"Inquiry {number}")
    house.pass_by(timedelta(days=1, seconds=1))
    await house.mails(subject="Tomorrow")
    assert len(await acknowledged(house)) == MOST + 1


async def test_two_robots_that_open_a_fresh_thread_each_time_stop(house: House) -> None:
    """The far side acknowledges our acknowledgement without a word that it is a robot's."""
    sent = 0
    for number in range(50):
        await house.mails(subject=f"Your ticket was received {number}", sender="desk@other.example")
        if len(await acknowledged(house)) == sent:
            break
        sent += 1
    assert sent == MOST


async def test_the_count_reads_its_index(house: House) -> None:
    query = f"SELECT count(*) FROM outbox WHERE {AUTOMATIC.text} AND to_value = 'a' AND created_at > "  # noqa: S608  # our own words
    async with house.database.read() as session:
        if house.database.sqlite:
            plan = (await session.execute(text(f"EXPLAIN QUERY PLAN {query} 1"))).all()
        else:
            await session.execute(text("SET LOCAL enable_seqscan = off"))
            plan = (await session.execute(text(f"EXPLAIN {query} now()"))).all()
    assert "ix_outbox_automatic" in str(plan)
