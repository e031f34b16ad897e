"""A supervisor says how a queue's inquiries are offered, and what librarians can do; routers follow at once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from contactcenter.queue.routing import routing_of
from contactcenter.queue.set_routing import set_routing
from contactcenter.seats.add_skill import add_skill
from contactcenter.seats.set_skills import set_skills
from contactcenter.seats.skills import ensure_skills, known
from contactcenter.seats.tables import SkillRow
from contactcenter.shapes.routing import QueueRouting, RoutingAsk, SkillAsk, SkillDemand, SkillLevel, StaffSkillsAsk
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound
from tests.conformance.house import House
from tests.queue.test_router import a_router, alive, offers, runs, sits, waits


def rules(version: int = 0, **more: object) -> RoutingAsk:
    plain = {"strategy": "longest_idle", "ring_s": 30, "priority": 0, "knows_first": True, "by_language": False}
    return RoutingAsk.model_validate({**plain, "version": version, **more})


async def routing(house: House, queue: str) -> QueueRouting:
    async with house.database.read() as session:
        return await routing_of(session, queue_id=house.queues[queue])


async def skill(house: House, name: str) -> str:
    return (await adds(house, "ines", SkillAsk(kind="subject", name=name))).slug


async def adds(house: House, login: str, ask: SkillAsk) -> SkillRow:
    async with house.database.transaction() as session:
        return await add_skill(session, scope=house.scopes[login], ask=ask)


async def can(house: House, login: str, version: int = 0, **levels: int) -> None:
    ask = StaffSkillsAsk(version=version, skills=[SkillLevel(skill=one, level=level) for one, level in levels.items()])
    await house.does("ines", set_skills, staff_id=house.staff[login], ask=ask)


async def test_every_rule_is_kept_told_and_versioned(house: House) -> None:
    law = await skill(house, "law")
    head = await house.head()
    ask = rules(strategy="best_skill", ring_s=20, priority=2, overflow_queue_id=house.queues["general"], overflow_after_s=90,
                knows_first=False, by_language=True, language_relax_s=60, skills=[SkillDemand(skill=law, level=3, relax_after_s=45)])
    for _ in range(2):
        await house.does("ines", set_routing, queue_id=house.queues["law"], ask=ask)
    said = await routing(house, "law")
    assert said.model_dump(exclude={"queue_id", "warnings"}) == {**ask.model_dump(), "version": 1}
    assert [(one.type, one.data["what"], set(one.seen_after)) for one in await house.log(head)] == [("queue.changed", "routing", {"all"})]
    with pytest.raises(Conflict, match="colleague changed") as late:
        await house.does("ines", set_routing, queue_id=house.queues["law"], ask=rules())
    assert (late.value.code, late.value.current_version) == ("routing_changed", 1)


async def test_of_two_supervisors_at_once_the_second_hears(house: House) -> None:
    ends = await asyncio.gather(*(
        house.does("ines", set_routing, queue_id=house.queues["law"], ask=rules(ring_s=ring)) for ring in (20, 25)
    ), return_exceptions=True)
    assert [type(end) for end in ends if end is not None] == [Conflict]
    ends = await asyncio.gather(*(can(house, "rosa", **{name: 2}) for name in (await skill(house, "maps"), await skill(house, "law"))),
                                return_exceptions=True)
    refused = [end for end in ends if end is not None]
    assert len(refused) == 1
    assert isinstance(refused[0], Conflict)
    assert refused[0].code == "skills_changed"


async def test_an_overflow_that_leads_back_is_refused_also_when_both_are_said_at_once(house: House) -> None:
    law, general = house.queues["law"], house.queues["general"]
    for queue, other in ((law, law), (law, 99)):
        with pytest.raises((Invalid, Conflict)):
            await house.does("ines", set_routing, queue_id=queue, ask=rules(overflow_queue_id=other))
    ends = await asyncio.gather(*(
        house.does("ines", set_routing, queue_id=one, ask=rules(overflow_queue_id=other)) for one, other in ((law, general), (general, law))
    ), return_exceptions=True)
    refused = [end for end in ends if end is not None]
    assert len(refused) == 1
    assert isinstance(refused[0], Conflict)
    assert refused[0].code == "overflow_loop"


async def test_what_nobody_can_meet_is_kept_and_told(house: House) -> None:
    async with house.database.transaction() as session:
        await ensure_skills(session)
    law = await skill(house, "Patent law")
    await house.does("ines", set_routing, queue_id=house.queues["law"], ask=rules(
        by_language=True, overflow_queue_id=house.queues["general"], skills=[SkillDemand(skill=law, level=4)]))
    assert {(one.code, one.skill) for one in (await routing(house, "law")).warnings} == {
        ("nobody_has_skill", law), ("nobody_speaks", "en"), ("nobody_speaks", "zh-Hans")}
    await can(house, "wang", **{law: 3, "zh-Hans": 5})
    await can(house, "rosa", en=5)  # she answers what overflows
    assert [(one.code, one.skill) for one in (await routing(house, "law")).warnings] == [("nobody_at_level", law)]


async def test_a_skill_is_a_word_that_is_known_while_somebody_needs_it(house: House) -> None:
    assert await skill(house, "Patent law") == await skill(house, " patent LAW ") == "patent-law"
    assert await skill(house, "专利法") == "专利法"
    async with house.database.read() as session:
        assert (await known(session)).items == []
    await can(house, "wang", 专利法=2)
    async with house.database.read() as session:
        found = await known(session, asked_for=["patent-law"])
    assert sorted(one.slug for one in found.items) == ["patent-law", "专利法"]
    assert {one.staff_id: one.version for one in found.people}[house.staff["wang"]] == 1
    with pytest.raises(Invalid):
        await adds(house, "ines", SkillAsk(kind="language", name="Klingon"))
    with pytest.raises(Invalid):
        await can(house, "wang", 1, cooking=2)


async def test_only_supervisors_and_the_others_are_told_as_much_as_they_may_know(house: House) -> None:
    with pytest.raises(Forbidden):
        await house.does("rosa", set_routing, queue_id=house.queues["general"], ask=rules())
    with pytest.raises(NotFound):
        await house.does("tomas", set_routing, queue_id=house.queues["general"], ask=rules())
    with pytest.raises(Forbidden):
        await adds(house, "rosa", SkillAsk(kind="subject", name="x"))
    with pytest.raises(Forbidden):
        await house.does("rosa", set_skills, staff_id=house.staff["rosa"], ask=StaffSkillsAsk(version=0))


async def test_routers_follow_rules_and_skills_with_their_next_decision(house: House) -> None:
    """王芳 lacks the skill: nothing rings. She gets it: it rings. Another chat: its queue overflows to Rosa."""
    first, second = a_router(house), a_router(house)
    law = await skill(house, "law")
    await sits(house, "wang")
    await house.does("ines", set_routing, queue_id=house.queues["law"], ask=rules(skills=[SkillDemand(skill=law, level=2)]))
    one = await waits(house, queue="law")
    await runs(house, first, second)
    assert await offers(house) == []
    await can(house, "wang", **{law: 2})
    await runs(house, first, second)
    assert await offers(house) == [(one, "wang", None)]
    await sits(house, "rosa")
    two = await waits(house, queue="law", locale="en")
    await runs(house, first, second)
    assert len(await offers(house)) == 1
    await house.does("ines", set_routing, queue_id=house.queues["law"],
                     ask=rules(1, overflow_queue_id=house.queues["general"], overflow_after_s=10))
    house.pass_by(timedelta(seconds=11))
    await alive(house, "rosa", "wang")
    await runs(house, first, second)
    assert (await offers(house))[-1] == (two, "rosa", None)


async def test_who_waits_already_stands_by_the_new_rules(house: House) -> None:
    """Two wait; the law queue is put first, and its younger inquiry rings before the general desk's older one."""
    router = a_router(house)
    await waits(house)
    law = await waits(house, queue="law")
    await runs(house, router)
    await house.does("ines", set_routing, queue_id=house.queues["law"], ask=rules(priority=3, overflow_queue_id=house.queues["general"]))
    await runs(house, router)
    await sits(house, "rosa")
    await runs(house, router)
    assert await offers(house) == [(law, "rosa", None)]
