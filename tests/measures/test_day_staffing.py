"""The day's staffing from the facts: what came half hour by half hour in the weeks before, and what it asks of seats."""

from __future__ import annotations

import random
from datetime import timedelta
from zoneinfo import ZoneInfo

from contactcenter.measures.buckets import bucket_of
from contactcenter.measures.day_staffing import SHARE, day_staffing
from contactcenter.measures.span import micros
from contactcenter.measures.tables import TalkFactRow, WaitFactRow
from contactcenter.queue.hours import house_calendar
from contactcenter.shapes.board import DayStaffing
from contactcenter.staffing.seats import seats_for
from contactcenter.staffing.traffic import Target, Traffic
from tests.conformance.house import House

SECOND = 1_000_000
A_HALF_HOUR = 6
"""Chats that come, on average."""


async def weeks(house: House, count: int) -> None:
    """Weeks in which chats came whenever it was open."""
    dice, number = random.Random(9), 0  # noqa: S311  # the same every time
    calendar = house_calendar(house.settings)
    async with house.database.transaction() as session:
        begin = house.time.replace(minute=0, second=0, microsecond=0) - timedelta(weeks=count)
        for half in range(count * 7 * 48):
            at = begin + timedelta(minutes=30 * half)
            if at >= house.time or not calendar.open_at(at):
                continue
            for _ in range(dice.randint(A_HALF_HOUR - 3, A_HALF_HOUR + 3)):
                number += 1
                began, talk = micros(at) + dice.randrange(1_800 * SECOND), 300 * SECOND
                session.add(WaitFactRow(
                    position=number, ticket_id=number, queue_id=1, channel="web_chat", in_hours=True, began_us=began,
                    ended_us=began + SECOND, outcome="served", staff_id=1, wait_us=SECOND, wait_bucket=0,
                ))
                session.add(TalkFactRow(
                    position=number, ticket_id=number, queue_id=1, channel="web_chat", staff_id=1, began_us=began + SECOND,
                    ended_us=began + SECOND + talk, handle_us=talk, handle_bucket=bucket_of(talk),
                ))


async def told(house: House, *, at_once: int = 1) -> DayStaffing:
    async with house.database.read() as session:
        return await day_staffing(session, calendar=house_calendar(house.settings), target_s=30, at_once=at_once,
                                  now=house.time)


async def test_the_weeks_before_tell_what_today_needs(house: House) -> None:
    house.pass_by(timedelta(hours=3))  # noon on a Wednesday in Shanghai
    await weeks(house, 6)
    made = await told(house)
    calendar = house_calendar(house.settings)
    assert made.aht_s == 300
    assert made.patience_s is None  # nobody left
    assert all(calendar.open_at(one.at) for one in made.half_hours)
    assert {one.at.astimezone(ZoneInfo("Asia/Shanghai")).date() for one in made.half_hours} == {made.day}
    for one in made.half_hours:
        assert one.low <= one.expected <= one.high
        assert abs(one.expected - A_HALF_HOUR) < 3
        load = Traffic(calls=one.expected, interval_s=1800, aht_s=300)
        assert one.seats == seats_for(load, Target(share=SHARE, within_s=30)).seats <= one.seats_high
    assert [one.arrived is None for one in made.half_hours] == [one.at > house.time for one in made.half_hours]
    three = await told(house, at_once=3)
    assert [one.seats for one in three.half_hours] == [-(-one.seats // 3) for one in made.half_hours]


async def test_too_little_is_said(house: House) -> None:
    assert (await told(house)).half_hours == []
    await weeks(house, 2)
    assert (await told(house)).half_hours == []
