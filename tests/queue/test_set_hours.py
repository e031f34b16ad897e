"""A supervisor gives a queue hours of its own; what others hear, and what is refused."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from contactcenter.queue.add_exception import add_exception
from contactcenter.queue.remove_exception import remove_exception
from contactcenter.queue.set_after_hours import set_after_hours
from contactcenter.queue.set_hours import set_hours
from contactcenter.queue.tables import QueueExceptionRow
from contactcenter.shapes.hours import AfterHoursAsk, ExceptionAsk, HoursAsk, OpenSpan, WeekSpan
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound
from tests.conformance.house import House

NIGHT = [WeekSpan(weekday=day, opens=1200, closes=1560) for day in range(1, 8)]
AT = datetime(2026, 11, 25, 17, tzinfo=UTC)  # 01:00 on a Thursday in Shanghai


def week(version: int = 0, *, spans: list[WeekSpan] | None = None, zone: str = "Asia/Shanghai", region: str = "") -> HoursAsk:
    return HoursAsk(version=version, follows_house=False, zone=zone, region=region, week=NIGHT if spans is None else spans)


def days(version: int, first: date, last: date | None = None, *spans: OpenSpan, name: str = "") -> ExceptionAsk:
    return ExceptionAsk(version=version, first_day=first, last_day=last or first, spans=list(spans), name=name, name_zh="")


async def test_a_queue_without_its_own_follows_the_house(house: House) -> None:
    law = await house.desk.hours(AT, "law")
    assert (law.open, law.label, law.zone, law.takes_messages) == (False, "8:00–22:00", "Asia/Shanghai", True)
    assert law == await house.desk.hours(AT) == await house.desk.hours(AT, "no-such-queue") == await house.desk.hours(AT, 99)


async def test_hours_count_at_once_and_for_that_queue_alone(house: House) -> None:
    head = await house.head()
    await house.does("ines", set_hours, queue_id=house.queues["law"], ask=week())
    law = await house.desk.hours(AT, "law")
    assert (law.open, law.label, law.changes_at) == (True, "20:00–2:00", datetime(2026, 11, 25, 18, tzinfo=UTC))
    assert law == await house.desk.hours(AT, house.queues["law"])
    assert (await house.desk.hours(AT, "general")).label == "8:00–22:00"
    told = await house.log(head)
    assert [(event.type, event.data, set(event.seen_after)) for event in told] == [
        ("queue.changed", {"queue_id": house.queues["law"], "what": "hours"}, {"all"})
    ]
    await house.does("ines", set_hours, queue_id=house.queues["law"], ask=week(1, spans=[]))
    assert (await house.desk.hours(AT, "law")).changes_at is None
    await house.does("ines", set_hours, queue_id=house.queues["law"], ask=HoursAsk(version=2, follows_house=True))
    assert (await house.desk.hours(AT, "law")).label == "8:00–22:00"
    assert [event.version for event in await house.log(head)] == [1, 2, 3]


async def test_two_supervisors_do_not_overwrite_each_other(house: House) -> None:
    queue_id = house.queues["law"]
    others = [week(spans=[WeekSpan(weekday=1, opens=hour * 60, closes=1200)]) for hour in (8, 9)]
    ends = await asyncio.gather(
        *(house.does("ines", set_hours, queue_id=queue_id, ask=ask) for ask in others), return_exceptions=True
    )
    refused = [end for end in ends if end is not None]
    assert len(refused) == 1
    assert isinstance(refused[0], Conflict)
    assert (refused[0].code, refused[0].current_version) == ("hours_changed", 1)
    # Exceptions and after-hours behaviour stand under the same version.
    for verb, ask in ((add_exception, days(0, date(2026, 12, 25))), (set_after_hours, AfterHoursAsk(version=0, chat="refuse", tells_when=True))):
        with pytest.raises(Conflict):
            await house.does("ines", verb, queue_id=queue_id, ask=ask)


async def test_exceptions_stand_over_the_houses_hours_too(house: House) -> None:
    queue_id, noon = house.queues["general"], datetime(2026, 12, 25, 4, tzinfo=UTC)
    await house.does("ines", add_exception, queue_id=queue_id, ask=days(0, date(2026, 12, 24), date(2026, 12, 26), name="Christmas"))
    await house.does("ines", add_exception, queue_id=queue_id, ask=days(1, date(2026, 12, 27), None, OpenSpan(opens=600, closes=720)))
    state = await house.desk.hours(noon)
    assert (state.open, state.label, state.changes_at) == (False, "", datetime(2026, 12, 27, 2, tzinfo=UTC))
    with pytest.raises(Conflict, match="already"):
        await house.does("ines", add_exception, queue_id=queue_id, ask=days(2, date(2026, 12, 20), date(2026, 12, 24)))
    async with house.database.read() as session:
        christmas = (await session.execute(select(QueueExceptionRow.id).order_by(QueueExceptionRow.first_day))).scalars().first()
    remove = {"queue_id": queue_id, "exception_id": christmas}
    with pytest.raises(Conflict):
        await house.does("ines", remove_exception, **remove, version=1)
    await house.does("ines", remove_exception, **remove, version=2)
    assert (await house.desk.hours(noon)).open
    with pytest.raises(NotFound):
        await house.does("ines", remove_exception, **remove, version=3)


async def test_an_exception_of_another_queue_is_not_there(house: House) -> None:
    await house.does("ines", add_exception, queue_id=house.queues["law"], ask=days(0, date(2026, 12, 25)))
    with pytest.raises(NotFound):
        await house.does("ines", remove_exception, queue_id=house.queues["general"], exception_id=1, version=0)


Ask = HoursAsk | ExceptionAsk


@pytest.mark.parametrize(("verb", "ask", "field"), [
    (set_hours, week(zone="Asia/Nowhere"), "zone"), (set_hours, week(zone="../etc/passwd"), "zone"), (set_hours, week(zone=""), "zone"),
    (set_hours, week(region="XX"), "region"), (set_hours, week(region="DE-QQ"), "region"),
    (set_hours, week(spans=[WeekSpan(weekday=1, opens=60, closes=60)]), "week"),
    (set_hours, week(spans=[WeekSpan(weekday=1, opens=60, closes=1501)]), "week"),
    (set_hours, week(spans=[WeekSpan(weekday=1, opens=60, closes=180), WeekSpan(weekday=1, opens=120, closes=240)]), "week"),
    (add_exception, days(0, date(2026, 12, 2), date(2026, 12, 1)), "last_day"),
    (add_exception, days(0, date(2026, 12, 2), date(2028, 12, 1)), "last_day"),
    (add_exception, days(0, date(2026, 12, 2), None, OpenSpan(opens=60, closes=30)), "spans"),
])
async def test_what_is_refused(house: House, verb: Callable[..., Awaitable[object]], ask: Ask, field: str) -> None:
    head = await house.head()
    with pytest.raises(Invalid) as refused:
        await house.does("ines", verb, queue_id=house.queues["law"], ask=ask)
    assert refused.value.field == field
    assert await house.log(head) == []


@pytest.mark.parametrize(("who", "queue", "error"), [
    ("rosa", "general", Forbidden), ("rosa", "law", NotFound), ("tomas", "general", NotFound), ("ines", "none", NotFound),
])
async def test_who_may_not(house: House, who: str, queue: str, error: type[Exception]) -> None:
    queue_id, head = house.queues.get(queue, 99), await house.head()
    for verb, ask in (
        (set_hours, week()), (add_exception, days(0, date(2026, 12, 25))),
        (set_after_hours, AfterHoursAsk(version=0, chat="refuse", tells_when=True)),
    ):
        with pytest.raises(error):
            await house.does(who, verb, queue_id=queue_id, ask=ask)
    with pytest.raises(error):
        await house.does(who, remove_exception, queue_id=queue_id, exception_id=1, version=0)
    assert await house.log(head) == []
