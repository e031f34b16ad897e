"""The reference record over REST: closing by any route fills it in, and supervisors shape the tree."""

from __future__ import annotations

import pytest

from tests.api.conftest import House, Json, People, Person


async def record(who: Person, ticket_id: int) -> Json:
    status, answer = await who.asks("GET", f"/tickets/{ticket_id}/record")
    assert status == 200
    return answer["record"]  # type: ignore[no-any-return]


async def answers(who: Person, ticket_id: int, then: str = "keep") -> int:
    version = (await who.asks("GET", f"/tickets/{ticket_id}"))[1]["ticket"]["version"]
    status, message = await who.asks("POST", f"/tickets/{ticket_id}/replies", {
        "text": "Yes.", "client_id": f"answer-{ticket_id}-{version}", "expected_version": version, "then": then,
    })
    assert status == 201
    return int(message["id"])


@pytest.mark.parametrize("way", ["close", "state", "reply"])
async def test_whichever_way_it_is_closed(house: House, people: People, way: str) -> None:
    ticket_id = await house.mail(subject="Renewal", text="May I?")
    await answers(people.rosa, ticket_id, "close" if way == "reply" else "keep")
    if way == "close":
        await people.rosa.asks("POST", f"/tickets/{ticket_id}/close")
    elif way == "state":
        await people.rosa.asks("POST", f"/tickets/{ticket_id}/state", {"state": "closed"})
    [row] = (await record(people.rosa, ticket_id))["transactions"]
    assert (row["mode"], row["effort"], row["staff_id"]) == ("email", 1, house.staff["rosa"])
    assert row["estimated"] == ["need", "effort", "mode", "minutes", "referral"]


async def test_a_question_at_the_desk(people: People) -> None:
    ask = {"subject": "Copier", "text": "Where?", "answer": "Beside the lift.", "close": True, "client_id": "desk-0001"}
    first, detail = await people.rosa.asks("POST", "/tickets", ask)
    assert (first, (await people.rosa.asks("POST", "/tickets", ask))[0]) == (201, 201)
    [row] = (await record(people.rosa, detail["ticket"]["id"]))["transactions"]
    assert row["mode"] == "in_person"


async def test_an_answer_that_is_taken_back_leaves_no_record(house: House, people: People) -> None:
    ticket_id = await house.mail(subject="Renewal", text="May I?")
    message_id = await answers(people.rosa, ticket_id, "close")
    assert len((await record(people.rosa, ticket_id))["transactions"]) == 1
    assert (await people.rosa.asks("POST", f"/tickets/{ticket_id}/replies/{message_id}/withdraw"))[0] == 200
    assert (await record(people.rosa, ticket_id))["transactions"] == []
    await answers(people.rosa, ticket_id, "close")
    assert len((await record(people.rosa, ticket_id))["transactions"]) == 1


async def test_said_confirmed_and_removed(house: House, people: People) -> None:
    ticket_id = await house.mail(subject="Renewal", text="May I?")
    tree = (await people.rosa.asks("GET", "/needs"))[1]["items"]
    renewals = next(one["id"] for one in tree if one["slug"] == "renewals")
    assert (await people.rosa.asks("PUT", f"/tickets/{ticket_id}/need", {"need_id": renewals}))[0] == 204
    status, row = await people.rosa.asks("POST", f"/tickets/{ticket_id}/transactions",
                                         {"effort": 4, "client_id": "record-0001"})
    assert (status, row["need_id"], row["effort"], row["estimated"]) == (
        201, renewals, 4, ["need", "mode", "minutes", "referral"])
    status, row = await people.rosa.asks("PATCH", f"/transactions/{row['id']}",
                                         {"minutes": None, "mode": "phone", "expected_version": 1})
    assert (status, row["mode"], row["minutes"], row["estimated"]) == (200, "phone", None, ["need", "referral"])
    status, problem = await people.ines.asks("POST", f"/transactions/{row['id']}/confirm", {"expected_version": 1})
    assert (status, problem["code"], problem["current_version"]) == (409, "changed", 2)
    status, row = await people.ines.asks("POST", f"/transactions/{row['id']}/confirm", {"expected_version": 2})
    assert (status, row["estimated"], row["confirmed_by"]) == (200, [], house.staff["ines"])
    assert (await people.rosa.asks("PATCH", f"/transactions/{row['id']}", {"effort": 7, "expected_version": 3}))[0] == 422
    assert (await people.rosa.asks("DELETE", f"/transactions/{row['id']}"))[0] == 204
    assert (await record(people.rosa, ticket_id))["transactions"] == []
    assert (await people.rosa.asks("POST", f"/transactions/{row['id']}/restore"))[0] == 200
    assert len((await record(people.rosa, ticket_id))["transactions"]) == 1


async def test_the_tally_tells_how_many_it_were_today(people: People) -> None:
    counted = [(await people.rosa.asks("POST", "/tallies", {"client_id": f"tally-000{n}"}))[1] for n in (1, 2)]
    assert [one["today"] for one in counted] == [1, 2]
    assert (await people.rosa.asks("DELETE", f"/tallies/{counted[1]['id']}"))[0] == 204
    assert (await people.rosa.asks("POST", "/tallies", {"client_id": "tally-0003"}))[1]["today"] == 2
    assert (await people.wang.asks("DELETE", f"/tallies/{counted[0]['id']}"))[0] == 404


async def test_the_tree_is_the_supervisors(people: People) -> None:
    ask = {"name": "Maps", "name_zh": "地图", "client_id": "need-0001"}
    assert (await people.rosa.asks("POST", "/needs", ask))[0] == 403
    status, maps = await people.ines.asks("POST", "/needs", ask)
    assert (status, maps["slug"], maps["parent_id"]) == (201, "maps", None)
    path = f"/needs/{maps['id']}"
    status, maps = await people.ines.asks("PATCH", path, {"name": "Maps, plans", "name_zh": "地图", "expected_version": 1})
    assert (status, maps["version"]) == (200, 2)
    status, maps = await people.ines.asks("POST", f"{path}/move", {"parent_id": 1, "place": 0, "expected_version": 2})
    assert (status, maps["parent_id"], maps["place"]) == (200, 1, 0)
    assert (await people.ines.asks("POST", f"{path}/retire", {"expected_version": 1}))[1]["code"] == "changed"
    assert (await people.ines.asks("POST", f"{path}/retire", {"expected_version": 3}))[1]["retired_at"]
    assert (await people.ines.asks("POST", f"{path}/restore", {"expected_version": 4}))[1]["retired_at"] is None
