"""Tags: one word, one tag; the index of the lists follows the ticket, whoever writes it; words and tags together."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from contactcenter.accounts.tables import DepartmentRow
from contactcenter.queue.claim import assign, take
from contactcenter.queue.move import move
from contactcenter.shapes.lists import ListFilter, SavedViewAsk
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound
from contactcenter.tickets.lists.page import page
from contactcenter.tickets.merge import merge
from contactcenter.tickets.saved_views import change_view, remove_view, save_view, saved_views
from contactcenter.tickets.search import search
from contactcenter.tickets.state import close
from contactcenter.tickets.tables import TicketRow
from contactcenter.tickets.tag import MOST, tag, tag_by_name, untag
from contactcenter.tickets.tag_tables import TicketTagRow
from contactcenter.tickets.tags import all_tags, remove_tag, rename_tag
from tests.conformance.house import House


async def index_is_as_the_tickets(house: House) -> None:
    """The truth in `tickets` and the index beside it say the same."""
    async with house.database.read() as session:
        rows = {row.id: row for row in (await session.execute(select(TicketRow))).scalars()}
        kept = (await session.execute(select(TicketTagRow))).scalars().all()
    assert {(one.ticket_id, one.tag_id) for one in kept} == {(row.id, one) for row in rows.values() for one in row.tag_ids}
    for one in kept:
        row = rows[one.ticket_id]
        for name in ("queue_id", "lane", "created_at", "updated_at", "waiting_key"):
            assert getattr(one, name) == getattr(row, name), (name, row.id)


async def found(house: House, login: str, **more: object) -> list[int]:
    async with house.database.read() as session:
        items, _ = await page(session, scope=house.scopes[login], **{"view": "all", **more})  # type: ignore[arg-type]
    return [item.id for item in items]


async def test_one_word_is_one_tag_and_is_told(house: House) -> None:
    ticket_id = await house.mails()
    head = await house.head()
    for name in ("Thesis loan", " #thesis   LOAN ", "ｔｈｅｓｉｓ loan"):
        assert await house.does("rosa", tag_by_name, ticket_id=ticket_id, name=name) == 1
    assert [(one.type, one.data) for one in await house.log(head)] == [
        ("tags.changed", {"tag_id": 1}), ("ticket.tagged", {"ticket_id": ticket_id, "tag_id": 1})]
    assert (await house.ticket(ticket_id)).tag_ids == [1]
    assert await found(house, "rosa", tag=1) == await found(house, "ines", tag=1) == [ticket_id]
    assert await found(house, "wang", tag=1) == await found(house, "rosa", tag=2) == []
    for _ in range(2):
        await house.does("rosa", untag, ticket_id=ticket_id, tag_id=1)
    assert (await house.ticket(ticket_id)).tag_ids == await found(house, "rosa", tag=1) == []


async def test_two_who_use_a_word_first_at_once_have_one_tag(house: House) -> None:
    tickets = [await house.mails(), await house.mails()]
    ids = await asyncio.gather(*(house.does("rosa", tag_by_name, ticket_id=one, name="馆际互借") for one in tickets))
    assert len(set(ids)) == 1
    assert sorted(await found(house, "rosa", tag=ids[0])) == tickets


async def test_the_index_follows_every_verb(house: House) -> None:
    one, two = await house.mails(), await house.mails()
    for ticket_id in (one, two):
        await house.does("rosa", tag_by_name, ticket_id=ticket_id, name="ILL")
    steps = (
        lambda: house.does("rosa", take, ticket_id=one),
        lambda: house.replies("rosa", one),
        lambda: house.mails(sender="Amina Okafor <amina@uni.example>"),
        lambda: house.does("rosa", close, ticket_id=one),
        lambda: house.does("ines", assign, ticket_id=two, staff_id=house.staff["ines"]),
        lambda: house.does("rosa", merge, ticket_id=two, into=one),
        lambda: house.does("ines", move, ticket_id=one, queue_id=house.queues["law"]),
    )
    for step in steps:
        house.pass_by(timedelta(minutes=1))
        await step()
        await index_is_as_the_tickets(house)
    assert await found(house, "wang", tag=1) == [one]
    assert await found(house, "rosa", tag=1) == []


async def test_a_patrons_next_message_moves_its_ticket_up_in_the_list_by_tag(house: House) -> None:
    one = await house.chats()
    two = await house.chats()
    for ticket_id in (one, two):
        await house.does("rosa", tag_by_name, ticket_id=ticket_id, name="chat")
    assert await found(house, "rosa", tag=1) == [two, one]
    await house.says("Still there?", ticket_id=one)
    assert await found(house, "rosa", tag=1) == [one, two]
    await index_is_as_the_tickets(house)


async def test_words_are_looked_for_by_tag_and_queue(house: House) -> None:
    one, two = await house.mails(text="About patents"), await house.mails(text="More about patents")
    law = await house.mails(text="Patents, too", to="law@library.example")
    for ticket_id in (one, law):
        await house.does("ines", tag_by_name, ticket_id=ticket_id, name="IP")
    await house.index()
    async with house.database.read() as session:
        async def ids(login: str, **more: int) -> list[int]:
            hits, _ = await search(session, scope=house.scopes[login], q="patents", **more)  # type: ignore[arg-type]
            return sorted(hit.ticket.id for hit in hits)

        assert await ids("ines") == [one, two, law]
        assert await ids("ines", tag=1) == [one, law]
        assert await ids("ines", tag=1, queue_id=house.queues["law"]) == [law]
        assert await ids("rosa", tag=1) == [one]
    await house.does("rosa", untag, ticket_id=one, tag_id=1)
    await house.index()
    async with house.database.read() as session:
        hits, _ = await search(session, scope=house.scopes["rosa"], q="patents", tag=1)
    assert hits == []


async def test_a_library_renames_and_removes_its_tags(house: House) -> None:
    ticket_id = await house.mails()
    for name in ("ILL", "urgent"):
        await house.does("rosa", tag_by_name, ticket_id=ticket_id, name=name)
    with pytest.raises(Forbidden):
        await house.does("rosa", remove_tag, tag_id=1)
    with pytest.raises(NotFound):
        await house.does("tomas", remove_tag, tag_id=1)
    with pytest.raises(Conflict, match="already"):
        await house.does("ines", rename_tag, tag_id=1, name="Urgent")
    await house.does("ines", rename_tag, tag_id=1, name="馆际互借")
    await house.does("ines", remove_tag, tag_id=2)
    async with house.database.read() as session:
        assert [one.name for one in await all_tags(session, scope=house.scopes["rosa"])] == ["馆际互借"]
        assert await all_tags(session, scope=house.scopes["tomas"]) == []
    with pytest.raises(Invalid):
        await house.does("rosa", tag, ticket_id=await house.mails(), tag_id=2)
    # Whoever uses the word anew has it back, where it was.
    await house.does("rosa", tag_by_name, ticket_id=await house.mails(), name="urgent")
    assert len(await found(house, "rosa", tag=2)) == 2


async def test_what_is_not_theirs_is_not_tagged_and_makes_no_tag(house: House) -> None:
    law = await house.mails(to="law@library.example")
    with pytest.raises(NotFound):
        await house.does("rosa", tag_by_name, ticket_id=law, name="mine")
    async with house.database.read() as session:
        assert await all_tags(session, scope=house.scopes["ines"]) == []
    for number in range(MOST):
        await house.does("wang", tag_by_name, ticket_id=law, name=f"t{number}")
    with pytest.raises(Invalid):
        await house.does("wang", tag_by_name, ticket_id=law, name="one more")


@pytest.mark.parametrize("wanted", [
    {"tag": 1, "channel": "email"}, {"tag": 1, "view": "set_aside"}, {"owner": 1, "view": "mine"}, {"owner": 1, "lane": "closed"},
    {"rule": "list"},
])
async def test_what_no_index_serves_is_refused_with_the_reason(house: House, wanted: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        await found(house, "ines", **wanted)
    with pytest.raises(Invalid):
        await house.does("ines", save_view, ask=SavedViewAsk(name="x", filter=ListFilter.model_validate(wanted)))


async def test_views_are_ones_own_or_everybodys(house: House) -> None:
    mine = SavedViewAsk(name="Law, oldest first", filter=ListFilter(queue=house.queues["general"], sort="waiting"))
    shared = mine.model_copy(update={"shared": True, "name": "Everybody’s"})
    await house.does("rosa", save_view, ask=mine)
    with pytest.raises(Forbidden):
        await house.does("rosa", save_view, ask=shared)
    with pytest.raises(Forbidden):
        await house.does("tomas", save_view, ask=mine)
    row = await house.does("ines", save_view, ask=shared)
    with pytest.raises(Conflict, match="name"):
        await house.does("rosa", save_view, ask=mine)
    with pytest.raises(Invalid):
        await house.does("rosa", save_view, ask=SavedViewAsk(name="y", filter=ListFilter(q="thesis", channel="email")))

    async def names(login: str) -> list[str]:
        async with house.database.read() as session:
            return [one.name for one in await saved_views(session, scope=house.scopes[login])]

    assert (await names("rosa"), await names("wang"), await names("tomas")) == (["Everybody’s", "Law, oldest first"], ["Everybody’s"], [])
    with pytest.raises(Forbidden):
        await house.does("rosa", remove_view, view_id=row.id)
    with pytest.raises(NotFound):
        await house.does("ines", remove_view, view_id=1)
    with pytest.raises(Conflict) as late:
        await house.does("ines", change_view, view_id=row.id, ask=shared.model_copy(update={"name": "z", "expected_version": 9}))
    assert late.value.code == "changed"
    await house.does("ines", change_view, view_id=row.id, ask=shared.model_copy(update={"name": "z", "expected_version": 1}))
    head = await house.head()
    await house.does("ines", remove_view, view_id=row.id)
    assert [set(one.seen_after) for one in await house.log(head)] == [{"staff"}]
    assert await names("wang") == []


async def test_a_view_is_shared_with_a_department_and_taken_back(house: House) -> None:
    async with house.database.read() as session:
        places = {row.slug: row.id for row in (await session.execute(select(DepartmentRow))).scalars()}

    async def seen(login: str) -> list[tuple[str, bool, int | None]]:
        async with house.database.read() as session:
            return [(one.name, one.shared, one.department_id) for one in await saved_views(session, scope=house.scopes[login])]

    mine = SavedViewAsk(name="Oldest first", filter=ListFilter(view="waiting", sort="waiting"))
    row = await house.does("ines", save_view, ask=mine)
    with pytest.raises(Forbidden):
        await house.does("rosa", save_view, ask=mine.model_copy(update={"department_id": places["general"]}))
    for wrong in ({"department_id": 999}, {"department_id": places["law"], "shared": True}):
        with pytest.raises(Invalid):
            await house.does("ines", change_view, view_id=row.id, ask=mine.model_copy(update={**wrong, "expected_version": 1}))
    head = await house.head()
    shared = mine.model_copy(update={"department_id": places["law"], "expected_version": 1})
    for _ in range(2):
        await house.does("ines", change_view, view_id=row.id, ask=shared)
    # Whoever is to have it hears of it, once; what it says is loaded by those who may.
    assert [(one.type, set(one.seen_after)) for one in await house.log(head)] == [("views.changed", {"staff"})]
    assert await seen("wang") == await seen("ines") == [("Oldest first", False, places["law"])]
    assert await seen("rosa") == await seen("tomas") == []
    with pytest.raises(Forbidden):
        await house.does("wang", change_view, view_id=row.id, ask=shared.model_copy(update={"name": "Ours", "expected_version": 2}))
    with pytest.raises(NotFound):
        await house.does("rosa", remove_view, view_id=row.id)
    # One of the same name may be everybody's, a department's and one's own: each has its own names.
    for beside in ({"shared": True}, {}):
        await house.does("ines", save_view, ask=mine.model_copy(update=beside))
    with pytest.raises(Conflict, match="name"):
        await house.does("ines", change_view, view_id=row.id, ask=mine.model_copy(update={"expected_version": 2}))
    await house.does("ines", change_view, view_id=row.id, ask=mine.model_copy(update={"name": "Mine again", "expected_version": 2}))
    assert await seen("wang") == [("Oldest first", True, None)]
    assert await seen("ines") == [("Oldest first", True, None), ("Mine again", False, None), ("Oldest first", False, None)]


async def test_the_trigger_is_of_use(house: House) -> None:
    """Without it the index would be told nothing: this test can fail."""
    ticket_id = await house.mails()
    await house.does("rosa", tag_by_name, ticket_id=ticket_id, name="x")
    async with house.database.transaction() as session:
        await session.execute(text("DROP TRIGGER ticket_tags_follow" + ("" if house.database.sqlite else " ON tickets")))
    await house.does("rosa", take, ticket_id=ticket_id)
    with pytest.raises(AssertionError):
        await index_is_as_the_tickets(house)
