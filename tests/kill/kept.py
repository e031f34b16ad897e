"""What must be so afterwards: nothing lost, nothing doubled, whatever was killed when."""

from __future__ import annotations

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.engine import Database
from contactcenter.events.tables import EventRow
from contactcenter.intake.mailboxes.tables import MailboxFolderRow, MailboxMailRow
from contactcenter.intake.tables import InboundRow
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.tickets.tables import MessageRow, TicketRow
from tests.kill.town import Town

LOOK_S = 0.2
ANSWER = re.compile(r"This is (answer-\d+)\.")


async def settled(database: Database, town: Town, *, seconds: float) -> None:
    """Wait until nothing is left to fetch, to deal with, to understand or to send, as long as it becomes less.

    `seconds`: for so long nothing may have changed.
    """
    posted = sum(len(words) for words in town.promises.posted.values())
    before: dict[str, object] = {}
    # Counted and not timed: whoever stops us all for a while (a debugger, a laptop's lid) must not make this fail.
    looks = 0
    while looks < seconds / LOOK_S:
        async with database.read() as session:
            left = {name: value for name, value in (await _left(session, posted)).items() if value}
        if not left:
            return
        looks = looks + 1 if left == before else 0
        before = left
        await asyncio.sleep(LOOK_S)
    raise AssertionError(f"for {seconds} s this has been left: {before}")


async def _left(session: AsyncSession, posted: int) -> dict[str, object]:
    taken = (await session.execute(select(func.count()).select_from(MailboxMailRow))).scalar_one()
    return {
        "to fetch": max(posted - taken, 0),
        "to deal with": [one for one in (await session.execute(select(MailboxFolderRow.pending))).scalars() if one],
        "to understand": (await session.execute(
            select(func.count()).where(InboundRow.state == "received")
        )).scalar_one(),
        "to send": (await session.execute(
            select(func.count()).where(DeliveryRow.channel == "email", DeliveryRow.due_at.isnot(None))
        )).scalar_one(),
    }


async def kept(database: Database, town: Town) -> str:
    """Check it all; a line of figures."""
    async with database.read() as session:
        messages = (await session.execute(select(MessageRow))).scalars().all()
        tickets = (await session.execute(select(TicketRow))).scalars().all()
        events = (await session.execute(
            select(EventRow.stream, EventRow.version).order_by(EventRow.position)
        )).all()
        ways = (await session.execute(select(DeliveryRow).where(DeliveryRow.channel == "email"))).scalars().all()
        by_door = Counter((await session.execute(
            select(InboundRow.state).where(InboundRow.id.not_in(select(MailboxMailRow.inbound_id)))
        )).scalars())
        fetched = Counter((await session.execute(
            select(InboundRow.state).where(InboundRow.id.in_(select(MailboxMailRow.inbound_id)))
        )).scalars())
    _inbound(town, messages)
    assert set(by_door) <= {"done", "duplicate"}  # a mail server that heard no 250 sends it again
    # By IMAP not one was kept twice and only then found out: the mail and its UID are one commit.
    assert fetched == {"done": sum(len(words) for words in town.promises.posted.values())}
    await asyncio.to_thread(_in_the_mailboxes, town)
    again = _outbound(town, messages, ways)
    versions = defaultdict(list)
    for stream, version in events:
        versions[stream].append(version)
    count = Counter(row.ticket_id for row in messages)
    for ticket in tickets:
        assert versions[f"ticket:{ticket.id}"] == list(range(1, ticket.version + 1))
        assert ticket.message_count == count[ticket.id]
    promised = town.promises
    return (
        f"{sum(town.kills.values())} kills ({', '.join(f'{name} {number}' for name, number in town.kills.items())}); "
        f"{len(promised.mails)} mails by SMTP and pipe, {fetched['done']} by IMAP, {len(promised.chats)} chat messages, "
        f"{len(promised.replies)} answers, {len(ways)} mails out; sent again: {again}; "
        f"by door: {dict(by_door)}"
    )


def _inbound(town: Town, messages: Sequence[MessageRow]) -> None:
    """Every accepted mail and chat message is one message."""
    promised = town.promises
    all_mails = [*promised.mails, *(words for user in promised.posted.values() for words in user)]
    assert promised.enough
    mails = [row for row in messages if row.channel == "email" and row.kind == "patron"]
    assert Counter(row.message_id for row in mails) == {f"<{words}@uni.example>": 1 for words in all_mails}
    assert Counter(row.text.strip() for row in mails) == {f"This is {words}.": 1 for words in all_mails}
    by_client = Counter(row.client_id for row in messages if row.client_id)
    assert max(by_client.values()) == 1
    # What was said and never acknowledged may be there, too: the patron's page asks again.
    assert set(promised.chats) | set(promised.replies) <= set(by_client)


def _in_the_mailboxes(town: Town) -> None:
    """On the server stands what is configured, of every single mail."""
    for user, after in town.served.accounts.items():
        posted = len(town.promises.posted[user])
        left = town.dovecot.flags(user)
        assert len(left) == (0 if after in {"move:Taken", "delete"} else posted), (after, left)
        if after == "flag":
            assert all("\\Seen" in flags for flags in left.values())
        if after == "move:Taken":
            assert len(town.dovecot.uids(user, "Taken")) == posted


def _outbound(town: Town, messages: Sequence[MessageRow], ways: Sequence[DeliveryRow]) -> int:
    """Every mail out left at least once, always under the Message-ID that is its own; how many left again."""
    assert {way.state for way in ways} == {"sent"}
    answered = {row.id for row in messages if row.kind == "staff" and row.client_id in set(town.promises.replies)}
    assert answered == {way.message_id for way in ways if way.kind == "reply" and way.message_id in answered}
    copies: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
    for mail in town.sink.mails:
        body = mail.message.get_body(("plain",))
        assert body is not None
        copies[mail.message["Message-ID"]].append((mail.rcpt_tos, body.get_content()))
    assert len(copies) == len(ways)
    for same in copies.values():
        assert all(one == same[0] for one in same)
    said = Counter(words for same in copies.values() for words in ANSWER.findall(same[0][1]))
    assert {client_id: said[client_id] for client_id in town.promises.replies} == dict.fromkeys(town.promises.replies, 1)
    return sum(len(same) for same in copies.values()) - len(copies)
