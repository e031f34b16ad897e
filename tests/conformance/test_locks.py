"""Verbs over several tickets at once: nobody waits for ever, and every ticket's versions stay without a gap."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Awaitable

from sqlalchemy import select

from contactcenter.db.faults import passing
from contactcenter.events.tables import EventRow
from contactcenter.tickets.errors import Conflict, Invalid
from contactcenter.tickets.link import link, unlink
from contactcenter.tickets.merge import merge, unmerge
from contactcenter.tickets.tables import MessageRow, TicketRow
from tests.conformance.house import House


async def test_merges_links_and_mail_at_the_same_moment(house: House) -> None:
    dice = random.Random(3)  # noqa: S311
    ids = [await house.mails(text=f"Question {number}") for number in range(6)]
    addresses = [house.signer.reply_address(one) for one in ids]
    again = 0

    async def tries(work: Awaitable[object]) -> None:
        nonlocal again
        try:
            await work
        except (Conflict, Invalid):
            pass
        except Exception as error:
            # PostgreSQL may end one of two that wait for each other: it says so, and it may be tried again.
            if not passing(error):
                raise
            again += 1

    async def works() -> int:
        written = 0
        for _ in range(12):
            one, other = dice.sample(ids, 2)
            await tries(house.does("ines", merge, ticket_id=one, into=other))
            await house.mails(to=dice.choice(addresses), text=f"More {next(house.counter)}")
            written += 1
            await tries(house.does("ines", link, ticket_id=one, other=other))
            await tries(house.does("ines", unlink, ticket_id=other, other=one))
            await tries(house.does("ines", unmerge, ticket_id=one))
        return written

    async with asyncio.timeout(60):
        written = sum(await asyncio.gather(*(works() for _ in range(6))))
    async with house.database.read() as session:
        messages = (await session.execute(select(MessageRow.id))).scalars().all()
        tickets = {row.id: row for row in (await session.execute(select(TicketRow))).scalars()}
        versions = defaultdict(list)
        for event in (await session.execute(select(EventRow).order_by(EventRow.position))).scalars():
            versions[event.stream].append(event.version)
    assert len(messages) == len(ids) + written
    for ticket in tickets.values():
        assert versions[f"ticket:{ticket.id}"] == list(range(1, ticket.version + 1))
        root = ticket
        while root.merged_into is not None:
            root = tickets[root.merged_into]
        assert ticket.root_id == root.id
    assert again < 12
