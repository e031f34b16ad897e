"""The conversation pane: stretches of a long thread, each message once, quiet lines between them."""

from __future__ import annotations

import pytest

from contactcenter.queue.claim import take
from contactcenter.tickets import detail
from contactcenter.tickets.detail import timeline
from contactcenter.tickets.errors import NotFound
from contactcenter.tickets.merge import merge
from tests.conformance.house import House


@pytest.mark.parametrize("size", [1, 2, 3, 50])
async def test_stretches_show_each_message_and_line_once(house: House, size: int) -> None:
    first, second = await house.mails(), await house.mails()
    for number in range(3):
        await house.notes("rosa", first, f"Note {number}")
        await house.mails(to=house.signer.reply_address(second), text=f"More {number}")
    await house.does("rosa", take, ticket_id=first)
    await house.does("rosa", merge, ticket_id=second, into=first)
    await house.notes("rosa", first, "Last.")
    texts: list[str] = []
    lines: list[int] = []
    before: int | None = None
    while True:
        async with house.database.read() as session:
            part = await timeline(
                session, scope=house.scopes["rosa"], ticket_id=first, before=before, limit=size
            )
        assert len(part.messages) <= size
        texts = [message.text.strip() for message in part.messages] + texts
        lines = [line.version for line in part.activity] + lines
        before = part.more_before
        if before is None:
            break
    assert len(texts) == 9
    assert (texts[0], texts[-1]) == ("May I renew my loan?", "Last.")
    told = [event.version for event in await house.log()
            if event.stream == f"ticket:{first}" and event.type in detail.TOLD]
    assert sorted(lines) == told


async def test_names_are_looked_up_when_shown(house: House) -> None:
    ticket_id = await house.mails()
    await house.does("rosa", take, ticket_id=ticket_id)
    async with house.database.read() as session:
        shown = await detail.detail(session, scope=house.scopes["rosa"], ticket_id=ticket_id)
    assert [(line.type, line.actor.name) for line in shown.activity] == [
        ("ticket.opened", ""), ("ticket.assigned", "Rosa Marín")
    ]
    assert shown.patron is not None
    assert (shown.patron.name, shown.patron.ticket_count) == ("Amina Okafor", 1)
    assert shown.position == await house.head()


async def test_to_others_it_is_not_there(house: House) -> None:
    ticket_id = await house.mails()
    async with house.database.read() as session:
        for login in ("wang", "tomas"):
            with pytest.raises(NotFound):
                await detail.detail(session, scope=house.scopes[login], ticket_id=ticket_id)
        with pytest.raises(NotFound):
            await detail.detail(session, scope=house.scopes["ines"], ticket_id=999_999)
