"""Doing a verb twice is doing it once: nothing is written, no event told, no version taken the second time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from contactcenter.accounts.disable_staff import disable_staff
from contactcenter.accounts.set_membership import set_membership
from contactcenter.db.base import Base
from contactcenter.envelope import Raw
from contactcenter.events.record import SYSTEM
from contactcenter.intake.quarantine import put_back
from contactcenter.intake.question import put_aside_again, rescue
from contactcenter.needs.add_need import add_need
from contactcenter.needs.change import change_transaction, confirm_transaction, remove_transaction, restore_transaction
from contactcenter.needs.change_need import change_need, move_need
from contactcenter.needs.choose import choose_need
from contactcenter.needs.record import prefill, record_transaction
from contactcenter.needs.retire_need import restore_need, retire_need
from contactcenter.needs.tally import tally, untally
from contactcenter.promises.set_targets import set_targets
from contactcenter.queue.add_exception import add_exception
from contactcenter.queue.claim import assign, release, take
from contactcenter.queue.move import move
from contactcenter.queue.prioritise import prioritise
from contactcenter.queue.set_after_hours import set_after_hours
from contactcenter.queue.set_hours import set_hours
from contactcenter.seats.broadcast import broadcast
from contactcenter.shapes.board import BroadcastAsk
from contactcenter.shapes.hours import AfterHoursAsk, ExceptionAsk, HoursAsk, WeekSpan
from contactcenter.shapes.needs import (
    NeedAsk,
    NeedChangeAsk,
    NeedMoveAsk,
    TallyAsk,
    TransactionAsk,
    TransactionChangeAsk,
)
from contactcenter.shapes.promises import Target
from contactcenter.tickets.guests import ask_in, let_go
from contactcenter.tickets.link import link, unlink
from contactcenter.tickets.merge import merge, unmerge
from contactcenter.tickets.read import read
from contactcenter.tickets.retitle import retitle
from contactcenter.tickets.split import split, unsplit
from contactcenter.tickets.state import change_state, close, reopen
from tests.conformance.house import House
from tests.conformance.seats import (
    accepts,
    chooses,
    comes,
    declines,
    empties,
    leaves,
    misses,
    rings,
    sits,
    stands_up,
    withdraws,
)

Step = Callable[[House], Awaitable[object]]
A, B, CHAT = 1, 2, 3


def does(verb: Callable[..., Awaitable[object]], **arguments: object) -> Step:
    return lambda house: house.does("ines", verb, **arguments)


def staff(verb: Callable[..., Awaitable[object]], who: str) -> Step:
    return lambda house: house.does("ines", verb, ticket_id=A, staff_id=house.staff[who])


async def snooze(house: House) -> None:
    until = house.time.replace(microsecond=0) + timedelta(days=1)
    await house.does("ines", change_state, ticket_id=A, state="snoozed", until=until)


async def see_chat(house: House) -> None:
    await house.desk.seen(CHAT, version=(await house.messages(CHAT))[-1].id)


async def put_back_all(house: House) -> None:
    async with house.database.transaction() as session:
        await put_back(session, inbound_ids=None, actor=SYSTEM, now=house.clock())


async def quarantined(house: House) -> None:
    await house.desk.accept([Raw("email", b"")])
    await house.understanding.next_set()


async def disable(house: House) -> None:
    async with house.database.transaction() as session:
        await disable_staff(session, staff_id=house.staff["wang"], now=house.clock())


async def set_aside(house: House) -> None:
    assert await house.mails("Out of office") == 4


async def join_law(house: House) -> None:
    async with house.database.transaction() as session:
        await set_membership(session, staff_id=house.staff["tomas"], department_ids=[2], now=house.clock())


async def recorded(house: House) -> None:
    ask = TransactionAsk(effort=2, client_id="client-record")
    await house.does("ines", record_transaction, ticket_id=A, ask=ask)


async def close_and_record(house: House) -> None:
    """As the API closes."""
    async with house.database.transaction() as session:
        who = {"actor": house.actor("ines"), "now": house.clock(), "ticket_id": A}
        await close(session, scope=house.scopes["ines"], **who)  # type: ignore[arg-type]
        assert await prefill(session, **who)  # type: ignore[arg-type]


WEEK = HoursAsk(version=0, follows_house=False, zone="Asia/Shanghai", region="CN",
                week=[WeekSpan(weekday=1, opens=480, closes=1080)])
CHRISTMAS = ExceptionAsk(version=0, first_day=date(2026, 12, 24), last_day=date(2026, 12, 26))
VERBS: dict[str, tuple[Step, ...]] = {
    "take": (does(take, ticket_id=A),),
    "assign": (staff(assign, "rosa"),),
    "release": (does(take, ticket_id=A), does(release, ticket_id=A)),
    "move": (does(move, ticket_id=A, queue_id=2),),
    "prioritise": (does(prioritise, ticket_id=A, priority=2),),
    "broadcast": (does(broadcast, ask=BroadcastAsk(text="At three.", queue_id=None, client_id="client-at-three")),),
    "set targets": (does(set_targets, version=0, items=[Target(kind="first_answer", within_s=3600, near_s=60)]),),
    "close": (does(close, ticket_id=A),),
    "reopen": (does(close, ticket_id=A), does(reopen, ticket_id=A)),
    "snooze": (snooze,),
    "junk": (does(change_state, ticket_id=A, state="junk"),),
    "rescue": (set_aside, does(rescue, ticket_id=4)),
    "put aside again": (set_aside, does(rescue, ticket_id=4), does(put_aside_again, ticket_id=4)),
    "retitle": (does(retitle, ticket_id=A, subject="Two loans"),),
    "merge": (does(merge, ticket_id=A, into=B),),
    "unmerge": (does(merge, ticket_id=A, into=B), does(unmerge, ticket_id=A)),
    "unsplit": (
        does(split, ticket_id=A, message_ids=[4], subject="Split"), does(unsplit, ticket_id=4),
    ),
    "link": (does(link, ticket_id=A, other=B),),
    "link, the other way round": (does(link, ticket_id=A, other=B), does(link, ticket_id=B, other=A)),
    "unlink": (does(link, ticket_id=A, other=B), does(unlink, ticket_id=B, other=A)),
    "ask in": (staff(ask_in, "tomas"),),
    "let go": (staff(ask_in, "tomas"), staff(let_go, "tomas")),
    "read": (does(read, ticket_id=A, up_to=2),),
    "reply": (lambda house: house.replies("ines", A, client_id="client-same"),),
    "note": (lambda house: house.notes("ines", A, client_id="client-same"),),
    "settle": (lambda house: house.desk.settle(1, state="bounced", code="no_mailbox"),),
    "seen": (lambda house: house.replies("ines", CHAT, client_id="client-same"), see_chat),
    "need": (does(choose_need, ticket_id=A, need_id=2),),
    "record": (does(record_transaction, ticket_id=A, ask=TransactionAsk(effort=2, client_id="client-record")),),
    "record by itself": (lambda house: house.replies("ines", A), close_and_record),
    "say": (recorded, does(change_transaction, transaction_id=1,
                           ask=TransactionChangeAsk(minutes=5, need_id=3, expected_version=1))),
    "confirm": (recorded, does(confirm_transaction, transaction_id=1, expected_version=1)),
    "remove from the record": (recorded, does(remove_transaction, transaction_id=1)),
    "bring back into it": (
        recorded, does(remove_transaction, transaction_id=1), does(restore_transaction, transaction_id=1),
    ),
    "tally": (does(tally, ask=TallyAsk(client_id="client-tally")),),
    "untally": (does(tally, ask=TallyAsk(client_id="client-tally")), does(untally, transaction_id=1)),
    "add a need": (does(add_need, ask=NeedAsk(name="Maps", name_zh="地图", client_id="client-need")),),
    "rename a need": (does(change_need, need_id=1, ask=NeedChangeAsk(name="A", name_zh="甲", expected_version=1)),),
    "move a need": (does(move_need, need_id=1, ask=NeedMoveAsk(parent_id=None, place=3, expected_version=1)),),
    "retire a need": (does(retire_need, need_id=1, expected_version=1),),
    "restore a need": (does(retire_need, need_id=1, expected_version=1), does(restore_need, need_id=1, expected_version=2)),
    "put back": (quarantined, put_back_all),
    "disable": (disable,),
    "membership": (join_law,),
    "set hours": (does(set_hours, queue_id=2, ask=WEEK),),
    "the house's hours again": (
        does(set_hours, queue_id=2, ask=WEEK), does(set_hours, queue_id=2, ask=HoursAsk(version=1, follows_house=True)),
    ),
    "set after hours": (
        does(set_after_hours, queue_id=2, ask=AfterHoursAsk(version=0, chat="refuse", tells_when=False)),
    ),
    "add exception": (does(add_exception, queue_id=2, ask=CHRISTMAS),),
    "sit": (sits("rosa"),),
    "choose": (sits("rosa"), chooses("rosa", "away", "lunch")),
    "stand up": (sits("rosa"), stands_up("rosa")),
    "seats expire": (sits("rosa"), empties),
    "come": (comes(CHAT),),
    "leave": (comes(CHAT), leaves(CHAT)),
    "offer": (sits("rosa"), comes(CHAT), rings(CHAT, "rosa")),
    "accept": (sits("rosa"), comes(CHAT), rings(CHAT, "rosa"), accepts("rosa")),
    "decline": (sits("rosa"), comes(CHAT), rings(CHAT, "rosa"), declines("rosa")),
    "miss": (sits("rosa"), comes(CHAT), rings(CHAT, "rosa"), misses),
    "withdraw": (sits("rosa"), comes(CHAT), rings(CHAT, "rosa"), withdraws(CHAT)),
}
SEATS = Base.metadata.tables["seats"]
"""A sign of life is not what a verb does: it may come a thousand times."""
KEPT = {"inbound", "blobs"}
"""What arrives twice is kept twice, and understood once."""
COUNTS = select(*(
    select(func.count()).select_from(table).scalar_subquery().label(table.name)
    for table in Base.metadata.sorted_tables if table.name not in KEPT
))


async def picture(house: House) -> dict[str, object]:
    """How many rows each table has, and every ticket as it stands."""
    async with house.database.read() as session:
        counts = dict((await session.execute(COUNTS)).one()._mapping)
        rows = await session.execute(select(Base.metadata.tables["tickets"]).order_by("id"))
        recorded = {
            name: [tuple(row) for row in await session.execute(select(Base.metadata.tables[name]).order_by("id"))]
            for name in ("needs", "transactions")
        }
        seats = await session.execute(select(*(one for one in SEATS.c if one.name != "alive_until")).order_by("staff_id"))
        return {**counts, **recorded, "as they stand": [tuple(row) for row in rows], "as they sit": [tuple(row) for row in seats]}


async def prepared(house: House) -> None:
    assert [await house.mails("A"), await house.mails("B"), await house.chats(email="amina@uni.example")] == [A, B, CHAT]
    await house.mails(to=house.signer.reply_address(A))


@pytest.mark.parametrize("name", VERBS)
async def test_twice_is_once(house: House, name: str) -> None:
    await prepared(house)
    before = await picture(house)
    *first, last = VERBS[name]
    for step in first:
        await step(house)
    await last(house)
    once = await picture(house)
    if name != "link, the other way round":
        assert once != before
    await last(house)
    assert await picture(house) == once


@pytest.mark.parametrize("name", [
    "assign", "ask in", "link", "merge", "read", "reply", "note", "close", "retitle", "rescue", "set hours",
    "set after hours", "add exception", "need", "record", "tally", "record by itself", "confirm", "add a need",
    "retire a need", "sit", "choose", "come", "leave", "offer", "accept", "decline", "miss", "withdraw", "prioritise",
    "broadcast", "set targets",
])
async def test_eight_times_at_once_is_once(house: House, name: str) -> None:
    await prepared(house)
    *first, last = VERBS[name]
    for step in first:
        await step(house)
    head = await house.head()
    await asyncio.gather(*(last(house) for _ in range(8)))
    told = [(event.stream, event.type, str(event.data)) for event in await house.log(head)]
    assert told
    assert len(told) == len(set(told))


@pytest.mark.parametrize("data", ["mail", "chat", "form"])
async def test_an_arrival_twice_is_one_message(house: House, data: str) -> None:
    raw = {
        "mail": Raw("email", house.letter("C", message_id="<same@uni.example>")),
        "chat": Raw("web_chat", house.chat_bytes("Hello", name="Amina")),
        "form": Raw("walk_in", b'{"subject": "C", "text": "D", "client_id": "client-same", "author": "staff:1"}'),
    }[data]
    first = await house.desk.accept_now(raw)
    before = await picture(house)
    ends = await asyncio.gather(*(house.desk.accept_now(raw) for _ in range(6)))
    assert {(end.ticket_id, end.duplicate) for end in ends} == {(first.ticket_id, True)}
    assert await picture(house) == before
