"""The tree of needs: laid down once, edited by supervisors, never by two at a time, never forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from contactcenter.db.engine import Database
from contactcenter.needs.add_need import add_need
from contactcenter.needs.change_need import change_need, move_need
from contactcenter.needs.choose import choose_need
from contactcenter.needs.ensure import ensure_needs
from contactcenter.needs.queries import needs, record_of
from contactcenter.needs.retire_need import restore_need, retire_need
from contactcenter.needs.starting_tree import STARTING_TREE, Branch
from contactcenter.needs.tables import NeedRow
from contactcenter.shapes.needs import Need, NeedAsk, NeedChangeAsk, NeedMoveAsk
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound
from tests.conformance.house import House


async def tree(house: House, login: str = "rosa") -> dict[str, Need]:
    async with house.database.read() as session:
        return {need.slug: need for need in await needs(session, scope=house.scopes[login])}


def branches(level: tuple[Branch, ...] = STARTING_TREE) -> Iterator[Branch]:
    for branch in level:
        yield branch
        yield from branches(branch.below)


async def adds(house: House, name: str, parent: int | None = None, *, login: str = "ines", client_id: str | None = None) -> NeedRow:
    ask = NeedAsk(name=name, name_zh="新的需求", parent_id=parent, client_id=client_id or house.client_id())
    return await house.does(login, add_need, ask=ask)


def below(found: dict[str, Need], parent: str) -> list[str]:
    return [one.slug for one in sorted(found.values(), key=lambda one: one.place) if one.parent_id == found[parent].id]


async def moves(house: House, need: Need, parent: int | None, place: int) -> NeedRow:
    ask = NeedMoveAsk(parent_id=parent, place=place, expected_version=need.version)
    return await house.does("ines", move_need, need_id=need.id, ask=ask)


def test_the_starting_tree_is_bilingual_and_each_slug_is_one() -> None:
    all_of_them = list(branches())
    assert len({one.slug for one in all_of_them}) == len(all_of_them)
    for one in all_of_them:
        assert any("\u4e00" <= char <= "\u9fff" for char in one.name_zh), one.slug
        assert one.name.isascii()


async def test_it_is_laid_down_once_and_stays_as_the_library_edits_it(house: House) -> None:
    began = await tree(house)
    assert set(began) == {one.slug for one in branches()}
    loans = began["loans"]
    await house.does("ines", change_need, need_id=loans.id, ask=NeedChangeAsk(name="Lending", name_zh="流通", expected_version=1))
    await house.does("ines", retire_need, need_id=began["other"].id, expected_version=1)
    edited = await tree(house)
    async with house.database.transaction() as session:
        await ensure_needs(session)
    assert await tree(house) == edited
    assert edited["loans"].name == "Lending"


async def test_two_processes_that_begin_at_once_lay_one_tree(database: Database) -> None:
    async def begins() -> None:
        async with database.transaction() as session:
            await ensure_needs(session)

    await asyncio.gather(begins(), begins(), begins())
    async with database.read() as session:
        rows = (await session.execute(select(NeedRow).order_by(NeedRow.place))).scalars().all()
    assert sorted(row.slug for row in rows) == sorted(one.slug for one in branches())
    slugs = {row.id: row.slug for row in rows}
    for top in STARTING_TREE:
        assert [row.slug for row in rows if row.parent_id is not None and slugs[row.parent_id] == top.slug] == [
            one.slug for one in top.below
        ]


async def test_only_supervisors_shape_it_and_tomas_does_not_see_it(house: House) -> None:
    with pytest.raises(Forbidden):
        await adds(house, "Mine", login="rosa")
    for verb in (retire_need, restore_need):
        with pytest.raises(Forbidden):
            await house.does("wang", verb, need_id=1, expected_version=1)
    assert await tree(house, "tomas") == {}


async def test_a_new_one_stands_last_and_its_slug_is_its_own(house: House) -> None:
    loans = (await tree(house))["loans"]
    one = await adds(house, "Renewals", loans.id)
    assert one.slug == "renewals-2"
    assert (await adds(house, "数据")).slug == "need"
    assert below(await tree(house), "loans")[-1] == "renewals-2"
    again = await adds(house, "Other words", loans.id, client_id=one.client_id)
    assert again.id == one.id
    with pytest.raises(Invalid):
        await adds(house, "Nowhere", 10_000)


async def test_an_edit_over_another_is_refused(house: House) -> None:
    loans = (await tree(house))["loans"]
    first = NeedChangeAsk(name="Lending", name_zh="流通", expected_version=1)
    await house.does("ines", change_need, need_id=loans.id, ask=first)
    with pytest.raises(Conflict) as refused:
        await house.does("ines", change_need, need_id=loans.id, ask=first.model_copy(update={"name": "Borrowing"}))
    assert (refused.value.code, refused.value.current_version) == ("changed", 2)
    with pytest.raises(NotFound):
        await house.does("ines", change_need, need_id=10_000, ask=first)


async def test_it_moves_among_its_siblings_and_to_another_branch(house: House) -> None:
    began = await tree(house)
    order = below(began, "loans")
    await moves(house, began[order[0]], began["loans"].id, 2)
    now = await tree(house)
    assert below(now, "loans") == [order[1], order[2], order[0], order[3]]
    await moves(house, now[order[0]], now["access"].id, 0)
    now = await tree(house)
    assert below(now, "access")[0] == order[0]
    assert [now[slug].place for slug in below(now, "loans")] == [0, 1, 2]
    await moves(house, now["access"], None, 0)
    assert (await tree(house))["access"].place == 0


async def test_nothing_stands_below_itself_or_too_deep(house: House) -> None:
    began = await tree(house)
    with pytest.raises(Invalid):
        await moves(house, began["loans"], began["renewals"].id, 0)
    with pytest.raises(Invalid):
        await moves(house, began["loans"], began["loans"].id, 0)
    third = await adds(house, "Third", began["renewals"].id)
    fourth = await adds(house, "Fourth", third.id)
    with pytest.raises(Invalid):
        await adds(house, "Fifth", fourth.id)
    with pytest.raises(Invalid):
        await moves(house, began["loans"], began["access"].id, 0)


async def test_a_retired_need_is_not_chosen_any_more_and_stays_in_what_was_recorded(house: House) -> None:
    began = await tree(house)
    ticket = await house.mails()
    await house.does("rosa", choose_need, ticket_id=ticket, need_id=began["renewals"].id)
    await house.does("ines", retire_need, need_id=began["loans"].id, expected_version=1)
    now = await tree(house)
    assert now["loans"].retired_at is not None
    assert now["renewals"].retired_at == now["loans"].retired_at
    async with house.database.read() as session:
        assert (await record_of(session, scope=house.scopes["rosa"], ticket_id=ticket)).need_id == began["renewals"].id
    other = await house.mails()
    with pytest.raises(Invalid):
        await house.does("rosa", choose_need, ticket_id=other, need_id=began["renewals"].id)
    with pytest.raises(Conflict) as refused:
        await house.does("ines", restore_need, need_id=began["renewals"].id, expected_version=2)
    assert refused.value.code == "parent_retired"
    await house.does("ines", restore_need, need_id=began["loans"].id, expected_version=2)
    assert [one for one in (await tree(house)).values() if one.retired_at] == []
