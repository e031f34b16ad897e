"""Patrons: found by the beginning of a name or address, changed once, listed by keyset."""

from __future__ import annotations

from sqlalchemy import text

from contactcenter.patrons.change import change
from contactcenter.patrons.identify import name_key
from contactcenter.patrons.queries import find, profile
from contactcenter.shapes.asks import PatronAsk
from tests.conformance.house import LI_LEI, House


async def found(house: House, q: str) -> list[str]:
    async with house.database.read() as session:
        return [one.name for one in (await find(session, q=q, cursor=None, limit=50))[0]]


FOUND = {
    "": ["Émile Ördög", "李雷", "Amina Okafor"], "ami": ["Amina Okafor"], "AMINA OK": ["Amina Okafor"],
    "ＡＭＩ": ["Amina Okafor"], "李": ["李雷"], "lilei@": ["李雷"], "mina": [], "É": ["Émile Ördög"],
    "émile ö": ["Émile Ördög"], "%": [], "_": [], "z": [],
}


async def test_found_by_the_beginning(house: House) -> None:
    for sender in ("Amina Okafor <amina@uni.example>", LI_LEI, "Émile Ördög <emile@uni.example>"):
        await house.mails(sender=sender)
    for q, names in FOUND.items():
        assert await found(house, q) == names, q


async def test_pages_show_each_patron_once(house: House) -> None:
    for number in range(7):
        await house.mails(sender=f"Reader {number} <r{number}@uni.example>")
    names: list[str] = []
    cursor = None
    while True:
        async with house.database.read() as session:
            items, cursor = await find(session, q="reader", cursor=cursor, limit=3)
        names += [one.name for one in items]
        if cursor is None:
            break
    assert names == [f"Reader {number}" for number in reversed(range(7))]


async def test_a_change_is_told_without_words_and_finds_the_new_name(house: House) -> None:
    patron_id = (await house.ticket(await house.mails())).patron_id
    assert patron_id is not None
    head = await house.head()
    async with house.database.transaction() as session:
        actor, now = house.actor("rosa"), house.clock()
        assert await change(session, actor=actor, now=now, patron_id=patron_id, ask=PatronAsk(name="Dr. Amina Okafor"))
        assert await change(session, actor=actor, now=now, patron_id=patron_id, ask=PatronAsk())
        assert not await change(session, actor=actor, now=now, patron_id=999_999, ask=PatronAsk(name="X"))
    (event,) = await house.log(head)
    assert (event.type, event.data) == ("patron.changed", {"patron_id": patron_id})
    assert event.seen_after == {"staff"}
    assert await found(house, "dr.") == ["Dr. Amina Okafor"]
    assert await found(house, "amina o") == []


async def test_who_belongs_to_no_department_does_not_hear_of_patrons(house: House) -> None:
    audience = frozenset({"staff"})
    assert [login for login, scope in house.scopes.items() if scope.hears(audience)] == ["rosa", "wang", "ines"]


async def test_nobody_has_no_profile(house: House) -> None:
    async with house.database.read() as session:
        assert await profile(session, patron_id=999_999) is None
    assert name_key("ＡＭＩＮＡ ß") == "amina ss"


async def test_postgresql_compares_what_is_found_by_its_beginning_by_code_point(house: House) -> None:
    if house.database.sqlite:
        return  # it knows no other way
    async with house.database.read() as session:
        rows = (await session.execute(text(
            "SELECT table_name, column_name FROM information_schema.columns WHERE collation_name = 'C' "
            "AND table_name IN ('patrons', 'identities') ORDER BY table_name"
        ))).all()
    assert [tuple(row) for row in rows] == [("identities", "value"), ("patrons", "name_key")]
