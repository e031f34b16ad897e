"""Five weeks of history, told through the same verbs."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from contactcenter.demo.chats import LAST_HOUR
from contactcenter.demo.patrons import UNREACHABLE
from contactcenter.demo.scenario import book
from contactcenter.events.tables import EventRow
from contactcenter.intake.tables import InboundRow
from contactcenter.needs.starting_tree import STARTING_TREE
from contactcenter.needs.tables import TransactionRow
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.tickets.tables import AttachmentRow, LinkRow, MessageRow, TicketRow
from tests.demo.stage import Stage, open_stage, until

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(data_dir: Path) -> AsyncIterator[Stage]:
    async with open_stage(data_dir, past=True) as opened:
        yield opened


async def test_every_lane_has_tickets(stage: Stage) -> None:
    async with stage.library.house.database.read() as session:
        lanes = Counter((await session.execute(select(TicketRow.lane))).scalars())
    assert lanes.total() >= 115
    assert lanes["closed"] > 50
    assert lanes["waiting"] >= 10
    assert all(lanes[one] for one in ("open", "waiting_patron", "waiting_third", "snoozed"))
    assert (lanes["junk"], lanes["merged"]) == (1, 1)


async def test_all_of_it_was_understood_and_came_by_every_channel(stage: Stage) -> None:
    async with stage.library.house.database.read() as session:
        states = Counter((await session.execute(select(InboundRow.state))).scalars())
        channels = set((await session.execute(select(TicketRow.channel))).scalars())
        files = (await session.execute(select(func.count()).select_from(AttachmentRow))).scalar_one()
        links = (await session.execute(select(func.count()).select_from(LinkRow))).scalar_one()
        longest = (await session.execute(select(func.max(TicketRow.message_count)))).scalar_one()
        notes = (await session.execute(
            select(func.count()).select_from(MessageRow).where(MessageRow.kind == "note")
        )).scalar_one()
    assert set(states) == {"done"}
    assert channels == {"email", "web_chat", "web_form", "walk_in"}
    assert files > 10
    assert links
    assert longest >= 200
    assert notes > 10


async def test_it_lies_in_the_past_and_the_log_tells_it_in_order(stage: Stage) -> None:
    now = stage.library.house.clock()
    async with stage.library.house.database.read() as session:
        begun = list((await session.execute(select(TicketRow.created_at))).scalars())
        told = list((await session.execute(
            select(EventRow.at).where(EventRow.type == "ticket.opened").order_by(EventRow.position)
        )).scalars())
    assert max(begun) <= now
    assert now - min(begun) > timedelta(days=28)
    assert told == sorted(told)


async def test_the_reference_record_is_plausible(stage: Stage) -> None:
    async with stage.library.house.database.read() as session:
        rows = (await session.execute(select(TransactionRow))).scalars().all()
        answered = set((await session.execute(
            select(TicketRow.id).where(TicketRow.lane == "closed", TicketRow.last_reply_version > 0)
        )).scalars())
    tickets = [row for row in rows if row.ticket_id is not None]
    recorded = [row.ticket_id for row in tickets]
    assert len(recorded) == len(set(recorded))
    # One that was not delivered was closed and is open again.
    assert answered <= set(recorded)
    assert len(recorded) <= len(answered) + 1
    assert 0.4 < sum(row.confirmed_at is not None for row in tickets) / len(tickets) < 0.8
    assert sum(row.need_id is not None for row in tickets) / len(tickets) > 0.6
    assert {row.mode for row in tickets} == {"email", "chat", "form", "in_person"}
    assert all(1 <= (row.effort or 0) <= 5 and 1 <= (row.minutes or 0) <= 120 for row in tickets)
    tallies = [row for row in rows if row.kind == "directional"]
    assert len(tallies) > 60
    assert all(row.ticket_id is None and row.patron_id is None for row in tallies)


async def test_every_scenario_names_a_need_of_the_starting_tree() -> None:
    known = {one.slug for top in STARTING_TREE for one in (top, *top.below)}
    for locale in ("en", "zh-Hans"):
        assert {one.need for one in book(locale).scenario} <= known


async def test_the_board_lives_at_the_first_start(stage: Stage) -> None:
    await stage.sit_down("ines")

    async def counted() -> dict[str, object] | None:
        async with stage.http.get(f"{stage.url}/api/v1/board") as answer:
            board: dict[str, object] = (await answer.json())["whole"]
        return board if int(str(board["answered"])) >= len(LAST_HOUR) - 2 else None

    assert await until(counted)
    async with stage.http.get(f"{stage.url}/api/v1/board/staffing") as answer:
        staffing = await answer.json()
    # The demo's general desk is open day and night.
    assert len(staffing["half_hours"]) == 48
    assert staffing["aht_s"] > 120
    assert any(one["seats"] for one in staffing["half_hours"])


async def test_one_answer_cannot_be_delivered(stage: Stage) -> None:
    async def trouble() -> str | None:
        async with stage.library.house.database.read() as session:
            return (await session.execute(
                select(TicketRow.trouble).where(TicketRow.reply_value == UNREACHABLE.address)
            )).scalar_one()

    assert await until(trouble) == "unknown_recipient"


async def test_everything_else_has_left_and_lies_in_the_post_office(stage: Stage) -> None:
    async with stage.library.house.database.read() as session:
        rows = (await session.execute(
            select(DeliveryRow.state, DeliveryRow.to_value).where(DeliveryRow.to_value != UNREACHABLE.address)
        )).all()
    assert {row.state for row in rows} <= {"sent", "delivered"}
    letters = stage.demo.office.letters()
    assert len(letters) == sum(1 for row in rows if row.state == "sent")
    assert max(one.at for one in letters) - min(one.at for one in letters) > timedelta(days=14)


async def test_readers_have_read_what_was_answered(stage: Stage) -> None:
    await stage.sit_down("rosa")
    async with stage.http.get(f"{stage.url}/api/v1/tickets?view=all&lane=closed&limit=100") as answer:
        items = (await answer.json())["items"]
    assert items
    assert [one["id"] for one in items if one["last_patron_version"] > one["read_version"]] == []


async def test_a_second_start_is_quick_and_tells_nothing_anew(stage: Stage, data_dir: Path) -> None:
    count = await stage.library.count(TicketRow)
    began = time.monotonic()
    async with open_stage(data_dir, past=True) as again, again.http.get(f"{again.url}/readyz") as answer:
        assert answer.status == 200
        assert await again.library.count(TicketRow) == count
    assert time.monotonic() - began < 5
