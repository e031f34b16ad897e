"""Training: as busy as a trainer says, counted as the board counts, until it is ended."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from contactcenter.demo.training import PRESETS, Load, Training, busy, result
from contactcenter.demo.training_page import read
from contactcenter.queue.claim import take
from contactcenter.tickets.presence import come, leave
from contactcenter.tickets.tables import TicketRow
from tests.conformance.house import House
from tests.demo.stage import STILL, Stage, open_stage, until
from tests.measures.counted import counted

FORM = {"chat": "600", "mail": "0", "form": "0", "patience": "300", "share": "80", "within": "60"}


async def chats(stage: Stage) -> int:
    async with stage.library.house.database.read() as session:
        return len(list((await session.execute(select(TicketRow.id).where(TicketRow.channel == "web_chat"))).scalars()))


def test_a_form_says_a_load() -> None:
    assert read(FORM) == Load({"chat": 600, "mail": 0, "form": 0}, patience_s=300, goal_share=0.8, goal_s=60)
    for wrong in ({"chat": "601"}, {"chat": "nan"}, {"mail": "-1"}, {"patience": "0"}, {"share": "101"}, {"within": ""}):
        with pytest.raises(ValueError, match=r".*"):
            read({**FORM, **wrong})
    assert sum(busy(40).an_hour.values()) == pytest.approx(40)
    assert all(sum(load.an_hour.values()) > 0 for load in PRESETS.values())


async def test_it_is_counted_from_its_beginning(house: House) -> None:
    async def chat(*, within: timedelta, answered: bool) -> None:
        ticket_id = await house.chats()
        async with house.database.transaction() as session:
            await come(session, ticket_id=ticket_id, now=house.clock())
        house.pass_by(within)
        if answered:
            await house.does("rosa", take, ticket_id=ticket_id)
        else:
            async with house.database.transaction() as session:
                await leave(session, ticket_id=ticket_id, now=house.clock())

    await chat(within=timedelta(seconds=400), answered=True)
    training = Training(Load({"chat": 20, "mail": 0, "form": 0}), house.clock())
    for seconds in (10, 20, 90):
        await chat(within=timedelta(seconds=seconds), answered=True)
    await chat(within=timedelta(seconds=40), answered=False)
    await house.replies("rosa", await house.mails())
    await house.mails(sender="lilei@uni.example")
    await counted(house)
    async with house.database.near() as session:
        went = await result(session, training, now=house.clock())
    assert (went.chats.answered, went.chats.abandoned, went.chats.service_level) == (3, 1, 0.5)
    assert [(name, one.answered) for name, one in went.by_name] == [("Rosa Marín", 3)]
    assert (went.waiting, went.written, went.written_answered) == (0, 2, 1)
    assert went.reached(training.load) is False


async def test_patrons_come_as_the_trainer_says_until_it_is_ended(tmp_path: Path) -> None:
    async with open_stage(tmp_path, pace=STILL) as stage:
        page = f"{stage.url}/demo/training"
        async with stage.http.post(page, data={**FORM, "chat": "9999"}) as answer:
            assert answer.status == 422
        async with stage.http.post(page, data=FORM, headers={"Origin": "https://else.example"}) as answer:
            assert answer.status == 403
        # Nobody would come for a day; now somebody does within seconds.
        async with stage.http.post(page, data=FORM) as answer:
            assert answer.status == 200
            assert "80 %" in await answer.text()

        async def came() -> bool:
            return await chats(stage) > 0

        await until(came, seconds=60)
        async with stage.http.post(f"{page}/end") as answer:
            assert "The training that was" in await answer.text()
