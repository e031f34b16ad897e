"""Me, colleagues, snippets, patrons, search and quarantine."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from contactcenter.accounts.passwords import hash_password
from contactcenter.accounts.tables import StaffRow
from contactcenter.calls import failed
from contactcenter.envelope import Raw, Signal
from contactcenter.intake.quarantine import page
from contactcenter.intake.tables import InboundRow
from contactcenter.tickets import index
from tests.api.conftest import House, People

SNIPPET = {"shortcut": "renew", "title": "Renewal", "text": "Dear {patron}, …", "locale": "en", "department_id": 1}


async def test_me_is_who_i_am_and_the_house_i_work_in(people: People) -> None:
    status, me = await people.rosa.asks("GET", "/me")
    assert (status, me["name"], me["login"], me["role"]) == (200, "Rosa Marín", "rosa", "librarian")
    assert [queue["slug"] for queue in me["queues"]] == ["general", "law"]
    assert me["queues"][0]["addresses"] == ["help@library.example"]
    assert me["csrf_token"] == people.rosa.headers["X-CSRF-Token"]
    status, changed = await people.rosa.asks("PATCH", "/me", {"locale": "zh-Hans", "theme": "dark", "shortcuts": False})
    assert (status, changed["locale"], changed["theme"]) == (200, "zh-Hans", "dark")
    assert changed["shortcuts"] is False
    _, again = await people.rosa.asks("GET", "/me")
    assert (again["locale"], again["theme"]) == ("zh-Hans", "dark")
    assert again["position"] == me["position"] + 1
    assert (await people.rosa.asks("PATCH", "/me", {"locale": "fr"}))[0] == 422


async def test_rosa_changes_her_password_and_guesses_are_slowed_down(house: House, people: People) -> None:
    hashed = await hash_password("the old one")
    async with house.database.transaction() as session:
        row = (await session.execute(select(StaffRow).where(StaffRow.login == "rosa"))).scalar_one()
        row.password_hash = hashed
    right = {"current": "the old one", "new": "a newer one"}
    assert (await people.rosa.asks("POST", "/me/password", right)) == (204, {})
    assert (await people.rosa.asks("GET", "/me"))[0] == 200  # this session stays
    for _ in range(5):
        status, problem = await people.rosa.asks("POST", "/me/password", right)
        assert (status, problem["errors"][0]["field"]) == (422, "current")
    answer = await people.rosa.sends("POST", "/me/password", right)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "1")
    assert (await people.rosa.asks("POST", "/me/password", {"current": "x", "new": "short"}))[0] == 422


async def test_snippets_belong_to_a_department_or_to_everyone(people: People) -> None:
    status, mine = await people.rosa.asks("POST", "/snippets", SNIPPET)
    assert status == 201
    assert (await people.rosa.asks("POST", "/snippets", SNIPPET))[1]["code"] == "shortcut_taken"
    assert (await people.rosa.asks("POST", "/snippets", {**SNIPPET, "locale": "zh-Hans"}))[0] == 201
    everyones = {**SNIPPET, "department_id": None}
    assert (await people.rosa.asks("POST", "/snippets", everyones))[0] == 403
    assert (await people.ines.asks("POST", "/snippets", everyones))[0] == 201
    assert (await people.ines.asks("POST", "/snippets", everyones))[0] == 409
    assert (await people.ines.asks("POST", "/snippets", {**SNIPPET, "department_id": 77}))[0] == 422
    assert len((await people.rosa.asks("GET", "/snippets"))[1]["items"]) == 3
    assert len((await people.wang.asks("GET", "/snippets"))[1]["items"]) == 1
    path = f"/snippets/{mine['id']}"
    assert (await people.wang.asks("PUT", path, SNIPPET))[0] == 404
    assert (await people.rosa.asks("PUT", path, {**SNIPPET, "locale": "zh-Hans"}))[0] == 409
    before = (await people.rosa.asks("GET", "/me"))[1]["position"]
    for _ in range(2):  # to the same words: nothing changes
        status, changed = await people.rosa.asks("PUT", path, {**SNIPPET, "title": "Renewals"})
        assert (status, changed["title"]) == (200, "Renewals")
    assert (await people.rosa.asks("GET", "/me"))[1]["position"] == before + 1
    assert (await people.rosa.asks("DELETE", path))[0] == 204
    assert (await people.rosa.asks("DELETE", path))[0] == 404


async def test_patrons_are_found_read_and_corrected(house: House, people: People) -> None:
    number = await house.mail(subject="Hello", text="Hello?")
    await house.mail(subject="你好", text="续借", sender="李雷 <li@uni.example>", message_id="<li@uni.example>",
                     to="law@library.example")
    _, found = await people.rosa.asks("GET", "/patrons?q=amina")
    (amina,) = found["items"]
    assert (amina["name"], amina["ticket_count"]) == ("Amina Okafor", 1)
    _, first = await people.rosa.asks("GET", "/patrons?limit=1")
    _, second = await people.rosa.asks("GET", f"/patrons?limit=1&cursor={first['next_cursor']}")
    assert [first["items"][0]["name"], second["items"][0]["name"]] == ["李雷", "Amina Okafor"]
    assert second["next_cursor"] is None
    path = f"/patrons/{amina['id']}"
    status, changed = await people.rosa.asks("PATCH", path, {"affiliation": "Law", "name": "Amina O."})
    assert (status, changed["affiliation"], changed["name"]) == (200, "Law", "Amina O.")
    assert (await people.rosa.asks("GET", path))[1] == changed
    assert [row["id"] for row in (await people.rosa.asks("GET", f"{path}/tickets"))[1]["items"]] == [number]
    assert (await people.wang.asks("GET", f"{path}/tickets"))[1]["items"] == []
    for missing in ("/patrons/99", "/patrons/99/tickets"):
        assert (await people.rosa.asks("GET", missing))[0] == 404
    assert (await people.rosa.asks("PATCH", "/patrons/99", {"name": "x"}))[0] == 404


async def test_search_finds_two_characters_and_numbers(house: House, people: People) -> None:
    number = await house.mail(subject="图书", text="我想续借论文", sender="李雷 <li@uni.example>")
    await index.Indexer(house.database).next_set()
    for words in ("续借", f"#{number}", "图书"):
        _, found = await people.rosa.asks("GET", "/search", params={"q": words})
        assert [hit["ticket"]["id"] for hit in found["items"]] == [number], words
        assert (await people.wang.asks("GET", "/search", params={"q": words}))[1]["items"] == []


async def test_quarantine_is_the_supervisors(house: House, people: People) -> None:
    (kept,) = await house.desk.accept([Raw("walk_in", b"not json")])
    understanding = house.desk._understanding  # type: ignore[attr-defined]
    await understanding.next_set()
    for person in (people.rosa, people.tomas):
        assert (await person.asks("GET", "/quarantine"))[0] == 403
        assert (await person.asks("POST", f"/quarantine/{kept.inbound_id}/replay"))[0] == 403
    _, listed = await people.ines.asks("GET", "/quarantine")
    assert [(item["id"], item["step"], item["attempts"]) for item in listed["items"]] == [
        (kept.inbound_id, "parse", 1)
    ]
    assert (await people.ines.asks("POST", f"/quarantine/{kept.inbound_id}/replay"))[0] == 204
    assert (await people.ines.asks("POST", f"/quarantine/{kept.inbound_id}/replay"))[0] == 404
    async with house.database.read() as session:
        assert (await session.execute(select(InboundRow.state))).scalar_one() == "received"
    await understanding.next_set()
    async with house.database.read() as session:
        assert (await page(session))[0][0].attempts == 2


async def test_so_is_what_a_carrier_told(house: House, people: People) -> None:
    for key in ("over", "left"):
        async with house.database.transaction() as session:
            await failed.set_aside(
                session, signal=Signal(key=key, kind="over", carrier="twilio", remote_id="CA1", raw=b"CallSid=CA1"),
                step="hear", cause=LookupError("no such bookcase"), now=house.time,
            )
    _, listed = await people.ines.asks("GET", "/quarantine")
    assert [(item["kind"], item["signal"], item["carrier"], item["size"]) for item in listed["items"]] == [
        ("signal", "over", "twilio", 11)] * 2
    first, second = (item["id"] for item in listed["items"])
    for path in (f"/quarantine/signals/{first}/dismiss", f"/quarantine/signals/{second}/replay"):
        for person in (people.rosa, people.tomas):
            assert (await person.asks("POST", path))[0] == 403
        assert [(await people.ines.asks("POST", path))[0] for _ in range(2)] == [204, 404]
    assert (await people.ines.asks("GET", "/quarantine"))[1]["items"] == []


@pytest.mark.parametrize("path", ["/queues", "/colleagues"])
async def test_the_house_is_known_to_those_who_belong(people: People, path: str) -> None:
    assert len((await people.rosa.asks("GET", path))[1]["items"]) > 1
