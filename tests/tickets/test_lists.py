"""Lists: keyset pages show each ticket exactly once, in order, and never read the whole table."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import orjson
import pytest
from sqlalchemy import Connection, event, insert, select, text

from contactcenter.accounts.scope import Scope
from contactcenter.db.engine import Database
from contactcenter.events.catalogue.tickets import State
from contactcenter.queue.claim import assign, take
from contactcenter.shapes.tickets import ListedTicket
from contactcenter.tickets.errors import Invalid
from contactcenter.tickets.guests import ask_in
from contactcenter.tickets.lists.counts import COUNT_STOPS, counts
from contactcenter.tickets.lists.of_patron import of_patron
from contactcenter.tickets.lists.page import page
from contactcenter.tickets.lists.scans import LANES
from contactcenter.tickets.states import lane_of
from contactcenter.tickets.tables import NOT_WAITING, GuestRow, ReadRow, TicketRow
from contactcenter.tickets.tag_tables import TagRow, TicketTagRow
from tests.conformance.house import House

VIEWS = ("mine", "waiting", "all", "set_aside", "asked")
SORTS = ("updated", "created", "waiting")
CHANNELS = (None, "email", "web_chat", "web_form", "walk_in", "api")
RULES = ("subject", "list", "staff")
TAGS = {1: 0.5, 2: 0.02}
"""A common tag and a rare one: the odds of each."""
STATES: tuple[State, ...] = ("open", "waiting_patron", "waiting_third", "snoozed", "closed", "junk")


@dataclass(frozen=True)
class Asked:
    """What a list page asks for."""

    login: str
    view: str
    queue: str | None
    channel: str | None
    lane: str | None
    sort: str
    rule: str | None = None
    tag: int | None = None
    owner: str | None = None

    def owner_id(self, house: House) -> int | None:
        return house.staff[self.owner] if self.owner else None


async def fill(house: House, count: int, *, seed: int = 7) -> None:
    """Tickets of every kind, many with the same times; 王芳 is asked into some of queue A."""
    dice = random.Random(seed)  # noqa: S311  # the same tickets every time
    values, guests = [], []
    tagged: list[list[int]] = []
    for number in range(1, count + 1):
        state = dice.choices(STATES, (3, 2, 1, 1, 20, 1))[0]
        owner = dice.choices(
            (None, house.staff["rosa"], house.staff["ines"]), (8, 1, 1) if count < 1000 else (800, 1, 1)
        )[0]
        merged = number > 1 and dice.random() < 0.05
        slug = dice.choice(("general", "law"))
        asked = slug == "general" and dice.random() < min(0.1, 20 / count)
        created = house.time + timedelta(minutes=dice.randrange(count // 3 + 1))
        tagged.append([one for one, odds in TAGS.items() if dice.random() < odds])
        waits = state == "open" and not merged and dice.random() < 0.8
        values.append({
            "id": number, "version": dice.randrange(1, 9), "subject": f"Subject {number}",
            "channel": dice.choices(CHANNELS[1:], (60, 20, 15, 4, 1))[0], "queue_id": house.queues[slug], "state": state,
            "lane": lane_of(state, assigned=owner is not None, merged=merged), "assignee_id": owner,
            "guest_ids": [house.staff["wang"]] if asked else [], "patron_id": None, "patron_name": "Amina Okafor",
            "reply_kind": None, "reply_value": None, "reply_name": "", "locale": "en", "preview": "", "preview_by": "patron",
            "message_count": 1, "last_patron_version": dice.randrange(1, 9), "last_reply_version": 0,
            "patron_seen_version": 0, "created_at": created,
            "updated_at": created + timedelta(minutes=dice.randrange(9)), "waiting_key": created if waits else NOT_WAITING,
            "merged_into": 1 if merged else None, "root_id": 1 if merged else number,
            "tag_ids": tagged[-1],
            "set_aside_by": dice.choice(RULES) if state == "junk" or (state == "closed" and dice.random() < 0.05) else None,
        })
        if asked:
            guests.append({"staff_id": house.staff["wang"], "ticket_id": number, "asked_at": created})
    async with house.database.transaction() as session:
        await session.execute(insert(TagRow), [{"id": one, "key": f"k{one}", "name": f"Tag {one}", "created_at": house.time} for one in TAGS])
        await session.execute(insert(TicketRow), values)
        await session.execute(insert(GuestRow), guests)
        await session.execute(insert(TicketTagRow), [
            {"ticket_id": row["id"], "tag_id": tag, **{name: row[name] for name in ("queue_id", "lane", "created_at", "updated_at", "waiting_key")}}
            for row, tags in zip(values, tagged, strict=True) for tag in tags
        ])


async def filled(house: House, count: int) -> list[TicketRow]:
    """The same, and every row."""
    await fill(house, count)
    async with house.database.read() as session:
        return list((await session.execute(select(TicketRow))).scalars())


def expected(house: House, rows: list[TicketRow], asked: Asked) -> list[int]:
    """The plain words of the page, applied to every row."""
    scope, staff_id = house.scopes[asked.login], house.staff[asked.login]
    queue = house.queues[asked.queue] if asked.queue else None
    chosen = []
    for row in rows:
        mine = row.assignee_id == staff_id
        seen = {
            "mine": mine, "asked": staff_id in row.guest_ids, "waiting": row.queue_id in scope.queue_ids,
            "all": row.queue_id in scope.queue_ids, "set_aside": row.queue_id in scope.queue_ids,
        }[asked.view]
        if asked.view == "mine" and queue is not None and queue not in scope.queue_ids:
            seen = False
        if (
            seen and (row.set_aside_by is not None and row.merged_into is None if asked.view == "set_aside"
                      else row.lane in LANES[asked.view])
            and (asked.lane is None or row.lane == asked.lane)
            and (queue is None or row.queue_id == queue)
            and (asked.channel is None or row.channel == asked.channel)
            and (asked.rule is None or row.set_aside_by == asked.rule)
            and (asked.tag is None or asked.tag in row.tag_ids)
            and (asked.owner is None or (row.assignee_id == house.staff[asked.owner] and row.lane in LANES["mine"]))
        ):
            chosen.append(row)
    if asked.sort == "waiting":
        chosen.sort(key=lambda row: (row.waiting_key, row.id))
    else:
        name = f"{asked.sort}_at"
        chosen.sort(key=lambda row: (getattr(row, name), row.id), reverse=True)
    return [row.id for row in chosen]


async def paged(house: House, asked: Asked, *, limit: int) -> list[ListedTicket]:
    """All pages one after the other."""
    items: list[ListedTicket] = []
    cursor: str | None = None
    async with house.database.read() as session:
        while True:
            some, cursor = await page(
                session, scope=house.scopes[asked.login], view=asked.view, channel=asked.channel, lane=asked.lane,
                queue_id=house.queues[asked.queue] if asked.queue else None, rule=asked.rule, sort=asked.sort,
                cursor=cursor, limit=limit, tag=asked.tag, owner=asked.owner_id(house),
            )
            assert len(some) <= limit
            items += some
            if cursor is None:
                return items


async def test_every_view_filter_and_sort_shows_each_ticket_once(house: House) -> None:
    rows = await filled(house, 400)
    dice = random.Random(11)  # noqa: S311
    everything = [Asked(*one) for one in itertools.product(
        ("rosa", "wang", "ines", "tomas"), VIEWS, (None, "general", "law"), CHANNELS,
        (None, "waiting", "open", "closed", "junk", "merged"), SORTS,
    )]
    # Each view with each sort unfiltered, and some of the other 6,000.
    chosen = [one for one in everything if one.queue is one.channel is one.lane is None]
    found = 0
    aside = [Asked(*one) for one in itertools.product(
        ("rosa", "ines"), ("set_aside",), (None, "law"), (None, "email"), (None,), SORTS, RULES,
    )]
    tagged = [Asked(login, view, queue, None, lane, sort, None, tag, owner) for login, view, queue, lane, sort, tag, owner in itertools.product(
        ("rosa", "ines"), ("mine", "waiting", "all", "asked"), (None, "law"), (None, "open"), SORTS, (None, *TAGS), (None, "ines"),
    ) if (tag or owner) and (owner is None or view == "all")]
    for asked in [*chosen, *aside, *dice.sample(tagged, 60), *dice.sample(everything, 150)]:
        items = await paged(house, asked, limit=dice.choice((1, 2, 7, 50, 100)) if asked.view != "all" else 37)
        assert [item.id for item in items] == expected(house, rows, asked), asked
        found += len(items)
    assert found > 1000
    assert await paged(house, Asked("tomas", "all", None, None, None, "updated"), limit=5) == []


async def test_a_row_says_who_owns_it_and_how_far_the_viewer_has_read(house: House) -> None:
    rows = await filled(house, 30)
    async with house.database.transaction() as session:
        await session.execute(insert(ReadRow), [{"staff_id": house.staff["rosa"], "ticket_id": 1, "version": 4}])
    for login, read in (("rosa", 4), ("ines", 0)):
        items = {item.id: item for item in await paged(house, Asked(login, "all", None, None, None, "created"), limit=9)}
        theirs = [row for row in rows if row.id in items]
        assert {row.id for row in theirs} == set(items) >= {1}
        for row in theirs:
            item = items[row.id]
            assert item.read_version == (read if row.id == 1 else 0)
            assert item.assignee_name == {
                None: None, house.staff["rosa"]: "Rosa Marín", house.staff["ines"]: "Ines"
            }[row.assignee_id]
            assert item.waiting_since == (None if row.waiting_key == NOT_WAITING else row.waiting_key)


async def test_a_cursor_that_is_not_ours_is_refused(house: House) -> None:
    for cursor in ("", "x", "W10", "WyJjcmVhdGVkIiwxLDFd", "WyJ1cGRhdGVkIiwiYSIsMV0", "bnVsbA", "\ud83d",
                   "WyJ1cGRhdGVkIiw5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTksMV0"):
        async with house.database.read() as session:
            with pytest.raises(Invalid) as refusal:
                await page(session, scope=house.scopes["rosa"], view="all", cursor=cursor)
        assert refusal.value.field == "cursor"


async def test_counts_are_the_lists_lengths_and_stop(house: House) -> None:
    rows = await filled(house, 3000)
    for login in ("rosa", "wang", "ines", "tomas"):
        async with house.database.read() as session:
            told = await counts(session, scope=house.scopes[login])
        for view in VIEWS:
            length = len(expected(house, rows, Asked(login, view, None, None, None, "updated")))
            assert getattr(told, view) == min(length, COUNT_STOPS), (login, view)
        mine = [row for row in rows if row.assignee_id == house.staff[login] and row.lane in LANES["mine"]]
        assert told.unread_mine == len([row for row in mine if row.last_patron_version > 0])


async def test_the_conversation_that_a_guest_sits_in_counts_among_their_own(house: House) -> None:
    async def mine(login: str) -> int:
        async with house.database.read() as session:
            return (await counts(session, scope=house.scopes[login])).mine

    chat, mail = await house.chats(), await house.mails()
    await house.desk.come(chat)
    for ticket_id in (chat, mail):
        await house.does("rosa", take, ticket_id=ticket_id)
        await house.does("rosa", ask_in, ticket_id=ticket_id, staff_id=house.staff["wang"])
    assert (await mine("wang"), await mine("rosa"), await mine("ines")) == (1, 2, 0)
    await house.does("ines", assign, ticket_id=chat, staff_id=house.staff["wang"])  # hers: it counts once
    assert (await mine("wang"), await mine("rosa")) == (1, 1)
    await house.does("ines", assign, ticket_id=chat, staff_id=house.staff["rosa"])
    await house.desk.leave(chat)
    assert await mine("wang") == 0


async def test_a_patrons_inquiries_are_those_the_viewer_may_see(house: House) -> None:
    first, chat = await house.mails(), await house.chats(email="amina@uni.example")
    law = await house.mails(to="law@library.example")
    patron_id = (await house.ticket(first)).patron_id
    assert patron_id is not None
    for login, seen in (("rosa", [chat, first]), ("wang", [law]), ("ines", [law, chat, first]), ("tomas", [])):
        found: list[int] = []
        cursor = None
        while True:
            async with house.database.read() as session:
                items, cursor = await of_patron(
                    session, scope=house.scopes[login], patron_id=patron_id, cursor=cursor, limit=1
                )
            found += [item.id for item in items]
            if cursor is None:
                break
        assert found == seen


@contextmanager
def statements(database: Database) -> Iterator[list[tuple[str, object]]]:
    """What a reader sends to the database."""
    seen: list[tuple[str, object]] = []

    def note(_connection: Connection, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        seen.append((statement, parameters))

    event.listen(database.reader.sync_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.reader.sync_engine, "before_cursor_execute", note)


async def plans(house: House, asked: Asked, scope: Scope, cursor: str | None) -> list[str]:
    """What a page costs that should not be there: whole tables read, and tickets sorted."""
    async with house.database.read() as session:
        with statements(house.database) as seen:
            await page(
                session, scope=scope, view=asked.view, channel=asked.channel, lane=asked.lane,
                queue_id=house.queues[asked.queue] if asked.queue else None, rule=asked.rule, sort=asked.sort,
                cursor=cursor, tag=asked.tag, owner=asked.owner_id(house),
            )
        connection = await session.connection()
        faults: list[str] = []
        for statement, parameters in [one for one in seen if "ticket" in one[0]]:
            if house.database.sqlite:
                plan_rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
                faults += _sqlite_faults([(one.id, one.parent, one.detail) for one in plan_rows], asked)
            else:
                plan = (await connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)).scalar_one()  # type: ignore[arg-type]
                whole = orjson.loads(plan) if isinstance(plan, str) else plan
                faults += _postgres_faults(whole[0]["Plan"], asked)
        return faults


def _sqlite_faults(rows: list[tuple[int, int, str]], asked: Asked) -> list[str]:
    """A sort beside the read of `tickets` sorts tickets; one beside a co-routine merges its few rows."""
    faults = [f"{detail} ({asked})" for _, _, detail in rows if detail.startswith(("SCAN tickets", "SCAN ticket_tags"))]
    if asked.view in ("mine", "asked") or asked.owner:
        return faults  # what one person has is little, and is sorted
    read = {parent for _, parent, detail in rows if detail.startswith(("SEARCH tickets", "SEARCH ticket_tags"))}
    return faults + [
        f"{detail} ({asked})" for _, parent, detail in rows
        if parent in read and "TEMP B-TREE FOR ORDER BY" in detail
    ]


def _postgres_faults(node: dict[str, object], asked: Asked) -> list[str]:
    faults = []
    kind, rows = str(node["Node Type"]), int(str(node.get("Plan Rows", 0)))
    below = node.get("Plans", [])
    assert isinstance(below, list)
    if kind == "Seq Scan" and node.get("Relation Name") in ("tickets", "ticket_tags"):
        faults.append(f"Seq Scan ({asked})")
    if kind == "Sort" and asked.view not in ("mine", "asked") and not asked.owner:
        inner = below[0]
        # Above the scans the merge sorts their few rows. Below, only what the planner knows to be a handful.
        if "Scan" in str(inner["Node Type"]) and inner.get("Relation Name") in ("tickets", "ticket_tags") and inner["Plan Rows"] > 200:
            faults.append(f"Sort of {rows} ({asked})")
    for one in below:
        faults += _postgres_faults(one, asked)
    return faults


async def test_no_page_reads_or_sorts_the_table(house: House) -> None:
    await fill(house, 20_000)
    async with house.database.transaction() as session:
        await session.execute(text("ANALYZE"))
    faults: list[str] = []
    count = 0
    for login, view, sort in itertools.product(("rosa", "ines"), VIEWS, SORTS):
        scope = house.scopes[login]
        async with house.database.read() as session:
            _, cursor = await page(session, scope=scope, view=view, sort=sort, limit=20)
        # Rosa has one queue: with or without its name she asks the same.
        for queue, channel, lane, place in itertools.product(
            (None, "general") if login == "ines" else (None,), (None, "email", "api"), (None, "waiting", "closed"),
            {None, cursor},
        ):
            faults += await plans(house, Asked(login, view, queue, channel, lane, sort), scope, place)
            count += 1
        for rule, queue, place in itertools.product(RULES if view == "set_aside" else (), (None, "general"), {None, cursor}):
            faults += await plans(house, Asked(login, view, queue, None, None, sort, rule), scope, place)
        for tag, lane, place in itertools.product(TAGS if view in ("all", "waiting") else (), (None, "closed"), {None, cursor}):
            faults += await plans(house, Asked(login, view, None, None, lane, sort, None, tag), scope, place)
        if view == "all":
            for label, place in itertools.product((None, *TAGS), {None, cursor}):
                faults += await plans(house, Asked(login, view, None, None, None, sort, None, label, "ines"), scope, place)
    assert count > 500
    assert faults == []


async def test_a_table_that_is_read_or_sorted_would_be_seen(house: House) -> None:
    await fill(house, 2_000)
    async with house.database.transaction() as session:
        for name in ("updated", "created", "waiting", "channel_updated", "channel_created", "channel_waiting"):
            await session.execute(text(f"DROP INDEX ix_tickets_queue_lane_{name}"))
    async with house.database.transaction() as session:
        await session.execute(text("ANALYZE"))
    assert await plans(house, Asked("rosa", "all", None, None, None, "updated"), house.scopes["rosa"], None) != []
