"""What a transaction hands over to the screens is what a read right after it gives, for every verb."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from contactcenter.db.engine import Database
from contactcenter.events import tail
from contactcenter.events.news import News
from contactcenter.queue.claim import assign
from contactcenter.realtime.wire import Dressed, dress, dress_in_hand
from tests.conformance.house import Founded, House, build
from tests.realtime.scene import CHAT, Played
from tests.realtime.test_resume import SCENES, Step, caught_up, following, staff

HANDED: dict[str, tuple[Step, ...]] = {
    "chat": (lambda house: house.chats("Hello"),),
    "chat: one more line": (
        lambda house: house.says("And 你好?", ticket_id=CHAT), lambda house: house.says("Still here", ticket_id=CHAT),
    ),
    "chat: of somebody": (
        staff("rosa", assign, CHAT, "ines"), lambda house: house.says("Oh", ticket_id=CHAT),
        lambda house: house.says("Hello?", ticket_id=CHAT),
    ),
    "mail": (lambda house: house.mails(),),
    "mail: a machine's": (lambda house: house.mails(auto_submitted="auto-replied"),),
}
"""What the last step of these brings is told without a read."""


@pytest.fixture
def house(database: Database, founded: Founded, played: Played, tmp_path: Path) -> House:
    """The house after the first scene."""
    return played.goes_on(build(database, tmp_path, founded))


def told(dressed: dict[int, Dressed]) -> dict[int, object]:
    return {place: (one.event.model_dump(mode="json"), one.audience, one.reads) for place, one in dressed.items()}


@pytest.mark.parametrize("dialect", ["sqlite"])  # nothing is handed over on PostgreSQL: there the log is read
@pytest.mark.parametrize("name", [*SCENES, *HANDED])
async def test_it_is_what_a_read_gives(house: House, name: str) -> None:
    handed: list[tuple[News, dict[int, Dressed] | None]] = []

    def keep(news: object) -> None:
        if isinstance(news, News):
            handed.append((news, dress_in_hand(news)))

    house.database.committed.append(keep)
    heard = 0
    for step in {**SCENES, **HANDED}[name]:
        handed.clear()
        await step(house)
        heard += len(handed)
        async with house.database.near() as session:
            for news, _ in handed:
                first, last = news.events[0].position, news.events[-1].position
                assert list(news.events) == (await tail.after(session, first - 1))[:last - first + 1]
            for news, dressed in handed[-1:]:
                read = await dress(session, news.events, set())
                assert dressed is None or told(dressed) == told(read)
                for one in read.values():
                    assert orjson.loads(one.json(None)) == one.event.model_dump(mode="json")
    assert heard, "nobody was told"
    if name in HANDED:
        assert handed[-1][1], "it was read after all"


async def test_another_process_between_is_not_skipped(house: House) -> None:
    """`deliver` commits without a word to us: what it recorded is told before what we record next."""
    async with following(house) as (fanout, console):
        position = await house.head()
        rings, house.database.committed = house.database.committed, []
        await house.mails("By another door")
        house.database.committed = rings
        await house.chats("By ours")
        await caught_up(house, fanout)
    heard = [event.position for event in console.heard["ines"]]
    assert heard == list(range(position + 1, heard[-1] + 1))
    assert {event.ticket.channel for event in console.heard["ines"] if event.ticket} == {"email", "web_chat"}


@pytest.mark.parametrize("dialect", ["sqlite"])
async def test_a_message_that_something_else_changed_since_is_read(house: House) -> None:
    """Merged into another in the same breath: the ticket's version has gone on, and what was left of it is old."""
    told: list[object] = []
    house.database.committed.append(told.append)
    await house.says("Hello?", ticket_id=CHAT)
    await house.says("Hello??", ticket_id=CHAT)
    news = told[-1]
    assert isinstance(news, News)
    assert dress_in_hand(news) is not None
    news.left.tickets[CHAT].version -= 1  # type: ignore[attr-defined]
    assert dress_in_hand(news) is None
