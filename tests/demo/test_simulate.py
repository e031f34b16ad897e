"""Patrons who write by themselves: through the real doors, within bounds."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from contactcenter.demo import simulate
from contactcenter.demo.by_mail import core
from contactcenter.demo.patrons import CHINESE, ENGLISH
from contactcenter.demo.scenario import book
from contactcenter.intake.tables import InboundRow
from contactcenter.tickets.tables import MessageRow, TicketRow
from tests.demo.stage import QUICK, Stage, open_stage, until


async def tickets(stage: Stage) -> list[TicketRow]:
    async with stage.library.house.database.read() as session:
        return list((await session.execute(select(TicketRow).order_by(TicketRow.id))).scalars())


async def messages(stage: Stage, ticket_id: int) -> list[MessageRow]:
    async with stage.library.house.database.read() as session:
        return list((await session.execute(
            select(MessageRow).where(MessageRow.ticket_id == ticket_id).order_by(MessageRow.id)
        )).scalars())


async def test_they_come_by_every_door(tmp_path: Path) -> None:
    async with open_stage(tmp_path, pace=QUICK) as stage:
        async def by_all() -> bool:
            return {one.channel for one in await tickets(stage)} == {"email", "web_chat", "web_form"}

        await until(by_all)
        names = {one.name for one in (*ENGLISH, *CHINESE)}
        for ticket in await tickets(stage):
            assert ticket.patron_name in names
            assert ticket.state == "open", "nobody was taken for a machine"
        async with stage.library.house.database.read() as session:
            states = set((await session.execute(select(InboundRow.state))).scalars())
        assert "quarantined" not in states


async def test_a_patron_answers_a_mail_says_thanks_and_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulate, "ENOUGH_WAITING", 4)
    async with open_stage(tmp_path, pace=QUICK) as stage:
        async def a_mail() -> int:
            return next((one.id for one in await tickets(stage) if one.channel == "email"), 0)

        ticket_id = await until(a_mail)
        for count in (3, 5):
            await stage.library.answer("Ines", ticket_id, "I have looked it up for you.")

            async def answered(count: int = count) -> bool:
                return len(await messages(stage, ticket_id)) == count

            await until(answered)
        said = await messages(stage, ticket_id)
        words = book("zh-Hans" if said[0].author_name in {one.name for one in CHINESE} else "en")
        scenario = words.about((await stage.library.ticket(ticket_id)).subject)
        assert scenario is not None
        assert said[2].reply == scenario.follow[0]
        assert said[4].reply in words.thanks
        assert {one.kind for one in said} == {"patron", "staff"}
        await stage.library.answer("Ines", ticket_id, "You are welcome.")

        async def delivered() -> int:
            letters = stage.demo.office.letters((await stage.library.ticket(ticket_id)).reply_value or "")
            return sum("welcome" in one.text() for one in letters)

        await until(delivered)
        assert len(await messages(stage, ticket_id)) == 6


async def test_a_patron_in_the_chat_answers_and_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulate, "ENOUGH_WAITING", 4)
    async with open_stage(tmp_path, pace=QUICK) as stage:
        async def a_chat() -> int:
            for one in await tickets(stage):
                if one.channel == "web_chat" and one.message_count == 2:
                    return one.id
            return 0

        ticket_id = await until(a_chat)
        for count in (4, 6):
            await stage.library.answer("Ines", ticket_id, "请稍等，我帮您查一下。")

            async def answered(count: int = count) -> bool:
                return len(await messages(stage, ticket_id)) == count

            await until(answered)
        said = await messages(stage, ticket_id)
        thanks = (*book("en").thanks, *book("zh-Hans").thanks)
        assert said[-1].text in thanks
        assert Counter(one.kind for one in said) == {"patron": 4, "staff": 2}


async def test_they_pause_when_many_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulate, "ENOUGH_WAITING", 3)
    async with open_stage(tmp_path, pace=QUICK) as stage:
        async def enough() -> bool:
            return len(await tickets(stage)) >= 3

        await until(enough)
        settled = -1
        while settled != (settled := len(await tickets(stage))):
            # A form that was begun before is sent after two seconds.
            await asyncio.sleep(2.5)
        # One of each kind may have begun when two waited.
        assert settled <= 2 + 3


def test_the_core_of_a_subject_is_what_the_patron_wrote() -> None:
    for scenario in (*book("en").scenario, *book("zh-Hans").scenario):
        assert core(f"Re: {scenario.subject} [#1042]") == scenario.subject
    assert core("Re: Re: [#1] in the middle [#7]") == "[#1] in the middle"


def test_thanks_come_last() -> None:
    words = book("en")
    dice = random.Random(1)  # noqa: S311
    rest = words.rest(words.scenario[0], dice)
    assert rest[:-1] == words.scenario[0].follow
    assert rest[-1] in words.thanks
    (only,) = words.rest(None, dice)
    assert only in words.thanks
