"""What a transaction says it recorded is what the log holds; a follower skips nothing and hears nothing twice."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactcenter.db.wake import Wake
from contactcenter.events.catalogue.library import StaffChanged
from contactcenter.events.catalogue.patrons import PatronChanged
from contactcenter.events.news import Following, News, telling
from contactcenter.events.record import SYSTEM, record
from contactcenter.events.streams import next_version
from contactcenter.events.tail import BATCH, Logged
from contactcenter.promises.set_targets import set_targets
from contactcenter.shapes.promises import Target
from tests.conformance.house import House

AT = datetime(2026, 11, 25, 10, 0, 0, 123456, tzinfo=UTC)


def event(position: int) -> Logged:
    return Logged(position, "patron:1", position, "patron.changed", AT, "system", None, {"patron_id": 1},
                  frozenset(), frozenset())


async def test_it_is_what_the_log_holds(house: House) -> None:
    told: list[object] = []
    house.database.committed.append(told.append)
    begin = await house.head()
    async with house.database.transaction() as session:
        record(session, PatronChanged(patron_id=1), stream="patron:1", version=await next_version(session, "patron:1"),
               actor=SYSTEM, at=AT, seen_by=frozenset({"staff", "q:1"}), seen_before=frozenset({"q:2"}))
        record(session, StaffChanged(staff_id=2), stream="staff:2", version=await next_version(session, "staff:2"),
               actor=house.actor("ines"), at=AT, seen_by=frozenset({"all"}))
    if house.database.sqlite:
        (news,) = told
        assert isinstance(news, News)
        assert list(news.events) == await house.log(begin)
    else:
        # Others commit beside it there: what follows upon what, the log alone knows.
        assert told == [None]


async def test_what_was_undone_is_no_news(house: House) -> None:
    told: list[object] = []
    house.database.committed.append(told.append)
    with pytest.raises(ZeroDivisionError):
        async with house.database.transaction() as session:
            record(session, PatronChanged(patron_id=1), stream="patron:1",
                   version=await next_version(session, "patron:1"), actor=SYSTEM, at=AT, seen_by=frozenset())
            raise ZeroDivisionError
    assert told == []


@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from(["ours", "late", "cancelled", "another's"])), max_size=12),
       st.integers(1, 4))
def test_a_follower_skips_nothing_and_repeats_nothing(commits: list[tuple[int, str]], every: int) -> None:
    """Our own commits may ring in another order, or without news; another process's are noticed some time later."""
    following, log, told, late = Following(), list[Logged](), list[int](), list[News]()

    def follow(*, others: bool) -> None:
        while following or others:
            cursor = told[-1] if told else 0
            news = following.after(cursor)
            others = others and news is not None
            events = [one for one in log if one.position > cursor] if news is None else news.events
            told.extend(one.position for one in events)

    for turn, (size, how) in enumerate(commits):
        events = [event(len(log) + 1 + one) for one in range(size)]
        log += events
        if how == "late":
            late.append(News(events, None))
            continue
        if how != "another's":
            following.take(News(events, None) if how == "ours" else None)
        for news in late:
            following.take(news)
        late.clear()
        if turn % every == 0:
            follow(others=False)
    for news in late:
        following.take(news)
    follow(others=bool(commits) and "another's" in {how for _, how in commits})
    assert told == [one.position for one in log]


def test_whoever_is_far_behind_reads_the_log() -> None:
    following, told = Following(), 0
    for position in range(1, BATCH + 3):
        following.take(News([event(position)], None))
    while (news := following.after(told)) is not None:
        told = news.events[-1].position
        assert following, "there is more in the log"
    assert told == BATCH
    assert not following


async def test_who_waits_for_what_is_rare_is_not_woken_by_a_chat(house: House) -> None:
    wake = Wake(house.database)
    wake.start()
    try:
        rare = wake.subscribe(telling(lambda event: event.type == "targets.changed"))
        other = wake.subscribe()
        # The watch looks once when it begins.
        async with asyncio.timeout(5):
            await rare.wait()
        for waiter in (rare, other):
            waiter.clear()
        await house.chats("Hello?")
        async with asyncio.timeout(5):
            await other.wait()
        assert rare.is_set() is not house.database.sqlite, "on PostgreSQL nobody knows what was committed"
        rare.clear()
        await house.does("ines", set_targets, version=0, items=[Target(kind="resolution", within_s=3600, near_s=60)])
        async with asyncio.timeout(5):
            await rare.wait()
    finally:
        await wake.close()
