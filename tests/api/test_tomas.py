"""Tomas belongs to no department: no route tells him anything of a ticket or a patron."""

from __future__ import annotations

import pytest

from contactcenter.api.routes import all_routes
from tests.api.conftest import House, People

SECRET = "the words of Amina"
BODIES: dict[str, dict[str, object]] = {
    "set_question": {}, "withdraw_question": {},
    "write_reply": {"text": "x", "client_id": "tomas-001", "expected_version": 99},
    "write_note": {"text": "x", "client_id": "tomas-001"},
    "check_text": {}, "mark_read": {"version": 1}, "assign_ticket": {"staff_id": 4}, "move_ticket": {"queue_id": 1},
    "transfer_ticket": {"staff_id": 4, "client_id": "tomas-006"}, "hand_conversation_over": {"staff_id": 4},
    "set_queue_push": {"push": True}, "set_own_queue": {"queue_id": 1},
    "set_state": {"state": "closed"}, "set_subject": {"subject": "x"}, "merge_ticket": {"into": 2},
    "split_ticket": {"message_ids": [1], "subject": "x"}, "link_ticket": {"other": 2},
    "ask_colleague": {"staff_id": 4}, "change_patron": {"name": "x"},
    "open_ticket": {"subject": "x", "text": "x", "client_id": "tomas-002"},
    "replace_snippet": {"shortcut": "x", "title": "x", "text": "x", "locale": "en"},
    "create_snippet": {"shortcut": "x", "title": "x", "text": "x", "locale": "en", "department_id": 1},
    "set_queue_hours": {"version": 0, "follows_house": True},
    "set_queue_after_hours": {"version": 0, "chat": "refuse", "tells_when": True},
    "add_queue_exception": {"version": 0, "first_day": "2026-12-25", "last_day": "2026-12-25"},
    "create_need": {"name": "x", "name_zh": "x", "client_id": "tomas-003"},
    "rename_need": {"name": "x", "name_zh": "x", "expected_version": 1},
    "place_need": {"parent_id": None, "place": 0, "expected_version": 1},
    "take_need_out_of_use": {"expected_version": 1}, "take_need_into_use": {"expected_version": 1},
    "set_need": {"need_id": 1}, "add_transaction": {"client_id": "tomas-004"},
    "correct_transaction": {"effort": 1, "expected_version": 1}, "approve_transaction": {"expected_version": 1},
    "count_directional": {"client_id": "tomas-005"},
    "replace_targets": {"version": 0, "items": []}, "send_broadcast": {"text": "x", "client_id": "tomas-007"},
    "choose_presence": {"presence": "away"}, "set_priority": {"priority": 1},
    "set_queue_routing": {"version": 0, "strategy": "longest_idle", "ring_s": 30, "priority": 0, "knows_first": True, "by_language": False},
    "create_skill": {"kind": "subject", "name": "x"}, "set_staff_skills": {"version": 0},
    "call_tag": {"name": "x"}, "tag_ticket": {"name": "x"},
    "create_view": {"name": "x", "filter": {}}, "replace_view": {"name": "x", "filter": {}},
    "create_rule": {"name": "x", "when": [{"trigger": "opened"}], "actions": [{"do": "close"}]},
    "replace_rule": {"name": "x", "when": [{"trigger": "opened"}], "actions": [{"do": "close"}]},
    "turn_rule": {"on": True}, "reorder_rule": {"place": 0},
    "try_rule": {"rule": {"name": "x", "when": [{"trigger": "opened"}], "actions": [{"do": "close"}]}},
    "create_macro": {"name": "x", "actions": [{"do": "close"}]}, "replace_macro": {"name": "x", "actions": [{"do": "close"}]},
    "use_macro": {"ticket_ids": [1], "client_id": "tomas-006"},
    "call_out": {}, "call_patron": {"client_id": "tomas-008"}, "hold_call": {"held": True}, "mute_me": {"muted": True}, "bring_third_in": {"number": "+8613800138000"},
    "let_out": {"leg_id": 1}, "supervise_call": {"mode": "listen"}, "choose_my_device": {"device": ""},
    "check_fax": {"text": "x"},
    **{one: {"name": "x", "name_zh": "x"} for one in ("create_department", "name_department", "create_queue", "name_queue")},
    "change_me": {"theme": "dark"}, "change_my_password": {"current": "x", "new": "longer than eight"},
}
HIS_OWN = {"my_device", "choose_my_device", "me", "choose_presence", "change_me", "change_my_password", "upload", "list_queues", "list_colleagues"}
QUERIES = {
    "/search": "?q=words", "/uploads": "?name=x", "/queues/1/exceptions/1": "?version=0", "/reports/file": "?format=csv",
    "/reports/yearly": "?year=2026", "/reports/yearly/file": "?year=2026&format=csv",
}
EMPTY = {"list_seats", "my_offers", "list_tickets", "count_rules", "count_tickets", "search_tickets", "list_patrons", "list_snippets", "list_needs", "list_broadcasts",
         "list_tags", "list_views", "list_macros", "list_rule_names"}
"""Lists are there, with nothing in them."""


async def test_every_route_is_closed_or_empty_to_tomas(house: House, people: People) -> None:
    html = '<p>words <img src="cid:seal"></p>'
    for number in (1, 2):
        assert await house.mail(subject=f"{SECRET} {number}", text=f"{SECRET} {number}", html=html) == number
    ask = {"shortcut": "x", "title": SECRET, "text": SECRET, "locale": "en", "department_id": None}
    assert (await people.ines.asks("POST", "/snippets", ask))[1]["id"] == 1
    await people.ines.asks("POST", "/tickets/1/transactions", {"effort": 2, "client_id": "ines-record"})
    record = await people.ines.asks("GET", "/tickets/1/record")
    assert record[1]["record"]["transactions"][0]["effort"] == 2
    before = await people.ines.asks("GET", "/tickets/1")
    assert SECRET in str(before)
    for route in all_routes():
        name = route.handler.__name__
        path = route.path
        for id_ in route.ids:
            path = path.replace("{" + id_ + "}", "2" if id_ == "other" else "1")
        path += QUERIES.get(path, "")
        answer = await people.tomas.sends(route.method, path, BODIES.get(name))
        text = await answer.text()
        assert SECRET not in text, name
        for word in ("amina", "Amina", "Okafor", "seal.png"):
            assert word not in text, name
        if name in EMPTY:
            assert answer.status == 200, name
            told = await answer.json()
            assert told.get("items", []) == [], name
            assert not any(told.get(count) for count in ("mine", "waiting", "all", "set_aside", "asked")), name
        elif name in HIS_OWN:
            assert answer.status in (200, 201, 204, 422), (name, text)
        else:
            assert answer.status in (403, 404), (name, answer.status, text)
    assert await people.ines.asks("GET", "/tickets/1") == (before[0], {**before[1], "position": pytest.approx(
        before[1]["position"], abs=5)})
    assert (await people.ines.asks("GET", "/tickets/1/record"))[1]["record"] == record[1]["record"]


async def test_tomas_knows_only_himself(people: People) -> None:
    _, me = await people.tomas.asks("GET", "/me")
    assert (me["queues"], me["departments"]) == ([], [])
    assert [colleague["name"] for colleague in me["colleagues"]] == ["Tomas"]


async def test_asked_into_one_ticket_he_sees_that_one_until_he_is_let_go(house: House, people: People) -> None:
    one, two = await house.mail(subject="One", text="One."), await house.mail(subject="Two", text="Two.")
    await people.rosa.asks("POST", f"/tickets/{one}/guests", {"staff_id": house.staff["tomas"]})
    assert (await people.tomas.asks("GET", f"/tickets/{one}"))[0] == 200
    assert (await people.tomas.asks("GET", f"/tickets/{two}"))[0] == 404
    assert [row["id"] for row in (await people.tomas.asks("GET", "/tickets?view=asked"))[1]["items"]] == [one]
    assert (await people.tomas.asks("GET", "/patrons/1"))[0] == 404
    await people.rosa.asks("DELETE", f"/tickets/{one}/guests/{house.staff['tomas']}")
    assert (await people.tomas.asks("GET", f"/tickets/{one}"))[0] == 404
