"""An admin adds departments and queues, names them, and says who belongs where; screens and patrons' pages follow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from contactcenter.accounts.ensure_departments import ensure_departments
from contactcenter.accounts.tables import DepartmentRow, MembershipRow
from contactcenter.queue.add_department import add_department
from contactcenter.queue.add_queue import add_queue
from contactcenter.queue.ensure import ensure_queues
from contactcenter.queue.naming import Named, namesake
from contactcenter.queue.own import own_queue
from contactcenter.queue.rename_department import rename_department
from contactcenter.queue.rename_queue import rename_queue
from contactcenter.queue.set_member import set_member
from contactcenter.queue.tables import QueueRow
from contactcenter.shapes.asks import NamesAsk
from contactcenter.tickets.errors import Conflict, Forbidden, NotFound
from tests.conformance.house import DEPARTMENTS, DESK, House

MUSIC = NamesAsk(name="Music library", name_zh="音乐图书馆")
SCORES = NamesAsk(name="Scores", name_zh="乐谱")


@pytest.fixture(autouse=True)
def _ines_administers(house: House) -> None:
    house.scopes["ines"] = replace(house.scopes["ines"], role="admin")


async def names(house: House) -> dict[str, tuple[str, str]]:
    async with house.database.read() as session:
        return {row.slug: (row.name, row.name_zh) for row in (await session.execute(select(QueueRow))).scalars()}


async def test_a_department_has_its_queue_at_once_and_twice_is_once(house: House) -> None:
    head = await house.head()
    made = {await house.does("ines", add_department, ask=MUSIC) for _ in range(2)}
    assert len(made) == 1
    async with house.database.read() as session:
        own = await own_queue(session, department := made.pop())
    assert (await names(house))["music-library"] == (MUSIC.name, MUSIC.name_zh)
    assert [(one.type, one.data) for one in await house.log(head)] == [
        ("queue.changed", {"queue_id": own, "what": "added"})]
    # Patrons may choose it, and what they ask joins it; the settings' departments are as they were.
    assert [one.slug for one in await house.desk.departments()] == ["general", "law", "music-library"]
    assert (await house.ticket(await house.chats(queue="music-library"))).queue_id == own
    async with house.database.transaction() as session:
        await ensure_departments(session, departments=DEPARTMENTS)
        await ensure_queues(session, departments=DEPARTMENTS, desk_address=DESK)
        assert await own_queue(session, department) == own


async def test_members_work_in_a_new_queue_and_are_told(house: House) -> None:
    law = next(one.id for one in await departments(house) if one.slug == "law")
    head = await house.head()
    queue = await house.does("ines", add_queue, department_id=law, ask=SCORES)
    assert await house.does("ines", add_queue, department_id=law, ask=SCORES) == queue
    told = [(one.type, one.data) for one in await house.log(head)]
    assert told[0] == ("queue.changed", {"queue_id": queue, "what": "added"})
    assert {one[0] for one in told[1:]} == {"staff.changed"}
    with pytest.raises(Conflict) as refused:
        await house.does("ines", add_queue, department_id=1, ask=SCORES)
    assert refused.value.code == "name_taken"
    for change in (True, False):
        assert await house.does("ines", set_member, department_id=law, staff_id=house.staff["tomas"], member=change)
        assert not await house.does("ines", set_member, department_id=law, staff_id=house.staff["tomas"], member=change)
    async with house.database.read() as session:
        left = (await session.execute(
            select(MembershipRow).where(MembershipRow.staff_id == house.staff["tomas"]))).scalars().all()
    assert left == []


async def test_a_name_given_in_the_console_outlives_a_start(house: House) -> None:
    law = next(one.id for one in await departments(house) if one.slug == "law")
    await house.does("ines", rename_department, department_id=law, ask=NamesAsk(name="Faculty of Law", name_zh="法学院"))
    renamed = [one.model_copy(update={"name": f"{one.name}, renamed"}) for one in DEPARTMENTS]
    async with house.database.transaction() as session:
        await ensure_departments(session, departments=renamed)
        await ensure_queues(session, departments=renamed, desk_address=DESK)
    # Its queue bore its name, and took the new one; what the console did not name is the settings' to name.
    assert (await names(house))["law"] == ("Faculty of Law", "法学院")
    assert {one.slug: one.name for one in await departments(house)} == {
        "general": f"{DEPARTMENTS[0].name}, renamed", "law": "Faculty of Law"}
    head = await house.head()
    await house.does("ines", rename_queue, queue_id=house.queues["law"], ask=SCORES)
    await house.does("ines", rename_queue, queue_id=house.queues["law"], ask=SCORES)
    assert [one.data for one in await house.log(head)] == [{"queue_id": house.queues["law"], "what": "named"}]
    with pytest.raises(Conflict):
        await house.does("ines", rename_queue, queue_id=house.queues["general"], ask=SCORES)


async def test_only_admins_and_only_what_there_is(house: House) -> None:
    verbs = (
        (add_department, {"ask": MUSIC}), (add_queue, {"department_id": 1, "ask": MUSIC}),
        (rename_department, {"department_id": 1, "ask": MUSIC}), (rename_queue, {"queue_id": 1, "ask": MUSIC}),
        (set_member, {"department_id": 1, "staff_id": house.staff["tomas"], "member": True}),
    )
    house.scopes["ines"] = replace(house.scopes["ines"], role="supervisor")
    for verb, arguments in verbs:
        for login in ("rosa", "ines", "tomas"):
            with pytest.raises(Forbidden):
                await house.does(login, verb, **arguments)
    house.scopes["ines"] = replace(house.scopes["ines"], role="admin")
    for verb, arguments in verbs[1:]:
        with pytest.raises(NotFound):
            await house.does("ines", verb, **{**arguments, **{key: 999 for key in arguments if key.endswith("_id")}})


async def departments(house: House) -> list[DepartmentRow]:
    async with house.database.read() as session:
        return list((await session.execute(select(DepartmentRow).order_by(DepartmentRow.id))).scalars())


@given(st.lists(st.tuples(st.sampled_from("ABab"), st.sampled_from("甲乙")), min_size=1, max_size=8))
def test_no_two_ever_share_a_name(asked: list[tuple[str, str]]) -> None:
    rows: list[Named] = []
    for number, (name, name_zh) in enumerate(asked):
        try:
            if namesake(rows, NamesAsk(name=name, name_zh=name_zh)) is None:
                rows.append(QueueRow(id=number, slug=str(number), name=name, name_zh=name_zh))
        except Conflict:
            continue
    for each in ({one.name.casefold() for one in rows}, {one.name_zh for one in rows}):
        assert len(each) == len(rows)
