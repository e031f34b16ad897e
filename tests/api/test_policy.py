"""Routing, skills, tags, saved views, rules and macros over the API."""

from __future__ import annotations

from tests.api.conftest import House, Json, People

RULES: Json = {"strategy": "best_skill", "ring_s": 20, "priority": 1, "knows_first": False, "by_language": False}
OPENED: Json = {"name": "Law first", "when": [{"trigger": "opened"}], "conditions": [{"about": "words", "any_of": ["renew"]}]}


async def test_routing_and_skills(people: People) -> None:
    status, law = await people.ines.asks("POST", "/skills", {"kind": "subject", "name": "Law", "name_zh": "法律"})
    assert (status, law["slug"], law["name_zh"]) == (201, "law", "法律")
    status, rules = await people.ines.asks("PUT", "/queues/1/routing", {**RULES, "version": 0, "skills": [{"skill": "law", "level": 2}]})
    assert (status, rules["version"], rules["warnings"]) == (200, 1, [{"code": "nobody_has_skill", "skill": "law"}])
    assert (await people.ines.asks("PUT", "/queues/1/routing", {**RULES, "version": 0}))[1]["code"] == "routing_changed"
    assert (await people.ines.asks("PUT", "/queues/1/routing", {**RULES, "version": 1, "overflow_queue_id": 1}))[1]["code"] == "overflow_loop"
    status, skills = await people.ines.asks("GET", "/skills")
    rosa = next(one["staff_id"] for one in skills["people"])
    status, held = await people.ines.asks("PUT", f"/colleagues/{rosa}/skills", {"version": 0, "skills": [{"skill": "law", "level": 5}]})
    assert (status, held) == (200, {"staff_id": rosa, "version": 1, "skills": [{"skill": "law", "level": 5}]})
    assert (await people.rosa.asks("GET", "/queues/1/routing"))[0] == 403


async def test_tags_and_views(house: House, people: People) -> None:
    ticket = await house.mail(subject="Renewal", text="May I renew?")
    status, row = await people.rosa.asks("POST", f"/tickets/{ticket}/tags", {"name": "ILL"})
    assert (status, row["tags"]) == (200, [1])
    status, tags = await people.rosa.asks("GET", "/tags")
    assert tags["items"] == [{"id": 1, "name": "ILL"}]
    assert [one["id"] for one in (await people.rosa.asks("GET", "/tickets?view=all&tag=1"))[1]["items"]] == [ticket]
    status, problem = await people.rosa.asks("GET", "/tickets?view=all&tag=1&channel=email")
    assert (status, problem["errors"][0]["field"]) == (422, "channel")
    status, view = await people.rosa.asks("POST", "/views", {"name": "Loans", "filter": {"tag": 1, "sort": "waiting"}})
    assert (status, view["shared"], view["filter"]["view"]) == (201, False, "all")
    assert (await people.rosa.asks("POST", "/views", {"name": "x", "filter": {"q": "loan", "channel": "email"}}))[0] == 422
    assert len((await people.rosa.asks("GET", "/views"))[1]["items"]) == 1
    assert (await people.wang.asks("GET", "/views"))[1]["items"] == []
    assert (await people.rosa.asks("DELETE", f"/tickets/{ticket}/tags/1"))[1]["tags"] == []
    assert (await people.ines.asks("DELETE", "/tags/1"))[0] == 204


async def test_rules_and_macros(house: House, people: People) -> None:
    first, second = [await house.mail(subject=f"Renewal {number}", text=f"May I renew {number}?") for number in (1, 2)]
    await people.rosa.asks("POST", f"/tickets/{first}/tags", {"name": "ILL"})
    ask = {**OPENED, "actions": [{"do": "tag", "tag_id": 1}]}
    status, run = await people.ines.asks("POST", "/automation/dry-run", {"rule": ask, "last": 50})
    assert (status, run["matched"]) == (200, 2)
    assert {match["ticket_id"]: match["actions"][0]["effect"] for match in run["matches"]} == {first: "already", second: "done"}
    status, rule = await people.ines.asks("POST", "/automation", ask)
    assert (status, rule["on"]) == (201, False)
    assert (await people.ines.asks("POST", f"/automation/{rule['id']}/switch", {"on": True}))[1]["on"] is True
    assert (await people.ines.asks("PUT", f"/automation/{rule['id']}", {**ask, "name": "y", "expected_version": 1}))[1]["code"] == "changed"
    assert (await people.rosa.asks("GET", "/automation"))[0] == 403
    assert (await people.rosa.asks("GET", "/automation/names"))[1]["items"] == [{"id": rule["id"], "name": "Law first"}]
    for wrong in ({"do": "run", "code": "1"}, {"do": "tag"}, {"do": "tag", "tag_id": 1, "code": "1"}):
        assert (await people.ines.asks("POST", "/automation", {**OPENED, "actions": [wrong]}))[0] == 422
    status, macro = await people.ines.asks("POST", "/macros", {"name": "Done", "actions": [{"do": "tag", "tag_id": 1}, {"do": "close"}]})
    assert status == 201
    law = await house.mail(subject="Law", text="Of the law.", to="law@library.example")
    status, outcomes = await people.rosa.asks("POST", f"/macros/{macro['id']}/apply", {"ticket_ids": [first, second, law], "client_id": "macro-0001"})
    assert [one["code"] for one in outcomes["items"]] == [None, None, "not_found"]
    row = (await people.rosa.asks("GET", f"/tickets/{second}"))[1]["ticket"]
    assert (row["state"], row["tags"]) == ("closed", [1])
