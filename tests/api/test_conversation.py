"""Amina mails, Rosa answers: the way of one inquiry, by the API alone."""

from __future__ import annotations

from datetime import timedelta

from contactcenter.measures.rules import RuleCounter
from tests.api.conftest import PNG, House, People


def reply(text: str, version: object, **more: object) -> dict[str, object]:
    return {"text": text, "client_id": f"client-{abs(hash(text))}", "expected_version": version, **more}


async def test_a_mail_is_listed_read_taken_answered_and_closed(house: House, people: People) -> None:
    rosa, wang = people.rosa, people.wang
    number = await house.mail(subject="Renew a thesis loan", text="May I keep it two more weeks?")
    _, page = await rosa.asks("GET", "/tickets?view=waiting")
    assert [row["id"] for row in page["items"]] == [number]
    assert page["items"][0]["read_version"] == 0
    _, detail = await rosa.asks("GET", f"/tickets/{number}")
    assert detail["messages"][0]["text"].strip() == "May I keep it two more weeks?"
    assert detail["patron"]["ticket_count"] == 1
    assert detail["position"] >= page["position"]
    version = detail["ticket"]["version"]
    assert await rosa.asks("POST", f"/tickets/{number}/read", {"version": version}) == (204, {})
    status, row = await rosa.asks("POST", f"/tickets/{number}/take")
    assert (status, row["assignee_name"], row["lane"], row["read_version"]) == (200, "Rosa Marín", "open", version)

    status, message = await rosa.asks("POST", f"/tickets/{number}/replies", reply("Gladly.", version))
    assert (status, message["kind"], message["delivery"]["state"]) == (201, "staff", "queued")
    status, problem = await people.ines.asks("POST", f"/tickets/{number}/replies", reply("Yes, you may.", version))
    assert (status, problem["code"]) == (409, "answered")
    assert problem["current_version"] > version

    assert (await wang.asks("GET", f"/tickets/{number}"))[0] == 404
    status, row = await rosa.asks("POST", f"/tickets/{number}/guests", {"staff_id": house.staff["wang"]})
    assert status == 200
    assert (await wang.asks("GET", f"/tickets/{number}"))[0] == 200
    status, note = await wang.asks(
        "POST", f"/tickets/{number}/notes", {"text": "Law agrees.", "client_id": "note-00001", "mentions": []}
    )
    assert (status, note["author"]["name"]) == (201, "王芳")
    assert (await rosa.asks("DELETE", f"/tickets/{number}/guests/{house.staff['wang']}"))[0] == 204
    assert (await wang.asks("GET", f"/tickets/{number}"))[0] == 404

    assert (await rosa.asks("POST", f"/tickets/{number}/close"))[1]["lane"] == "closed"
    assert (await rosa.asks("POST", f"/tickets/{number}/reopen"))[1]["lane"] == "open"
    status, problem = await rosa.asks("POST", f"/tickets/{number}/state", {"state": "snoozed"})
    assert (status, problem["errors"][0]["field"]) == (422, "until")
    until = (house.time + timedelta(days=1)).isoformat()
    status, row = await rosa.asks("POST", f"/tickets/{number}/state", {"state": "snoozed", "until": until})
    assert (status, row["state"]) == (200, "snoozed")
    _, counts = await rosa.asks("GET", "/tickets/counts")
    assert (counts["mine"], counts["waiting"], counts["all"]) == (1, 0, 1)


async def test_an_answer_is_taken_back(house: House, people: People) -> None:
    number = await house.mail(subject="Renew a thesis loan", text="May I keep it two more weeks?")
    _, detail = await people.rosa.asks("GET", f"/tickets/{number}")
    _, message = await people.rosa.asks("POST", f"/tickets/{number}/replies", reply("No.", detail["ticket"]["version"]))
    assert message["delivery"]["leaves_at"] > message["created_at"]
    back = f"/tickets/{number}/replies/{message['id']}/withdraw"
    assert (await people.ines.asks("POST", back))[0] == 404
    status, said = await people.rosa.asks("POST", back)
    assert (status, said) == (200, {"text": "No.", "html": None, "attachments": [], "recipients": []})
    assert (await people.rosa.asks("POST", back))[0] == 404
    _, detail = await people.rosa.asks("GET", f"/tickets/{number}")
    assert [one["kind"] for one in detail["messages"]] == ["patron"]


async def test_handing_over_shows_the_last_picture_to_who_loses_sight(house: House, people: People) -> None:
    number = await house.mail(subject="Statutes of 1912", text="Where are they?")
    _, me = await people.rosa.asks("GET", "/me")
    law = next(queue["id"] for queue in me["queues"] if queue["slug"] == "law")
    status, row = await people.rosa.asks("POST", f"/tickets/{number}/move", {"queue_id": law})
    assert (status, row["queue_id"]) == (200, law)
    assert (await people.rosa.asks("GET", f"/tickets/{number}"))[0] == 404
    assert (await people.wang.asks("POST", f"/tickets/{number}/subject", {"subject": "Statutes"}))[1][
        "subject"
    ] == "Statutes"
    assert (await people.wang.asks("POST", f"/tickets/{number}/assign", {"staff_id": house.staff["rosa"]}))[0] == 422
    assert (await people.wang.asks("POST", f"/tickets/{number}/take"))[0] == 200
    assert (await people.ines.asks("POST", f"/tickets/{number}/take"))[1]["code"] == "taken"
    assert (await people.wang.asks("POST", f"/tickets/{number}/release"))[1]["lane"] == "waiting"


async def test_merge_split_and_links_go_both_ways(house: House, people: People) -> None:
    rosa = people.rosa
    one = await house.mail(subject="First", text="One question.")
    two = await house.mail(subject="Second", text="Another question.")
    assert (await rosa.asks("POST", f"/tickets/{two}/links", {"other": one}))[0] == 200
    assert [link["id"] for link in (await rosa.asks("GET", f"/tickets/{one}"))[1]["links"]] == [two]
    assert (await rosa.asks("DELETE", f"/tickets/{one}/links/{two}"))[0] == 204
    assert (await rosa.asks("POST", f"/tickets/{two}/merge", {"into": one}))[1]["id"] == one
    _, detail = await rosa.asks("GET", f"/tickets/{one}")
    assert len(detail["messages"]) == 2
    _, earlier = await rosa.asks("GET", f"/tickets/{one}/messages?limit=1&before={detail['messages'][1]['id']}")
    assert [m["id"] for m in earlier["messages"]] == [detail["messages"][0]["id"]]
    assert (await rosa.asks("POST", f"/tickets/{two}/unmerge"))[1]["merged_into"] is None
    note = await rosa.asks("POST", f"/tickets/{one}/notes", {"text": "Aside.", "client_id": "note-00002"})
    split = {"message_ids": [note[1]["id"]], "subject": "Aside"}
    status, fresh = await rosa.asks("POST", f"/tickets/{one}/split", split)
    assert (status, fresh["subject"]) == (201, "Aside")
    assert (await rosa.asks("POST", f"/tickets/{fresh['id']}/unsplit"))[1]["id"] == one
    assert (await rosa.asks("POST", f"/tickets/{one}/unsplit"))[1]["code"] == "not_split"


async def test_what_staff_write_as_html_is_cleaned(house: House, people: People) -> None:
    number = await house.mail(subject="Hello", text="Hello?")
    html = '<p onclick="x()">Hi <a href="javascript:x()">you</a><script>x()</script><img src="https://evil.example"></p>'
    _, message = await people.rosa.asks(
        "POST", f"/tickets/{number}/replies", reply("Hi you", 99, html=html, then="keep")
    )
    assert message["html"] == '<p>Hi <a rel="noopener noreferrer">you</a></p>'


async def test_a_patrons_html_is_a_document_of_its_own_with_its_pictures_in_it(house: House, people: People) -> None:
    html = '<p>See <img src="cid:seal" alt="seal"><img src="https://spy.example/x.gif"></p><script>x()</script>'
    number = await house.mail(subject="Seal", text="See", html=html)
    _, detail = await people.rosa.asks("GET", f"/tickets/{number}")
    message = detail["messages"][0]
    assert message["has_html"]
    answer = await people.rosa.sends("GET", f"/messages/{message['id']}/html")
    page = await answer.text()
    policy = answer.headers.getall("Content-Security-Policy")
    assert len(policy) == 1
    assert policy[0].startswith("default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline';")
    assert "sandbox" in policy[0]
    assert "allow-scripts" not in policy[0]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert 'src="data:image/png;base64,iVBOR' in page
    assert ' src="https://spy' not in page
    assert "<script" not in page
    # Only when the librarian asks, and then in this one document, pictures come from the web.
    assert message["remote_pictures"]
    asked = await people.rosa.sends("GET", f"/messages/{message['id']}/html?remote=true")
    assert ' src="https://spy.example/x.gif"' in await asked.text()
    assert "img-src 'self' data: https: http:;" in asked.headers["Content-Security-Policy"]
    assert "script-src" not in asked.headers["Content-Security-Policy"]
    assert (await people.wang.asks("GET", f"/messages/{message['id']}/html"))[0] == 404

    names = {file["name"]: file for file in message["attachments"]}
    pdf = next(file for name, file in names.items() if name.endswith(".pdf"))
    for query in ("", "?inline=1"):
        answer = await people.rosa.sends("GET", f"/attachments/{pdf['id']}{query}")
        assert await answer.read() == b"%PDF-1.7 a thesis"
        assert answer.headers["Content-Disposition"].startswith("attachment; ")
        assert "filename*=UTF-8''%E8%AE%BA%E6%96%87" in answer.headers["Content-Disposition"]
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    picture = await people.rosa.sends("GET", f"/attachments/{names['seal.png']['id']}?inline=1")
    assert picture.headers["Content-Disposition"].startswith("inline; ")
    assert await picture.read() == PNG
    assert (await people.wang.asks("GET", f"/attachments/{pdf['id']}"))[0] == 404


async def test_a_failed_delivery_is_sent_again_by_hand(house: House, people: People) -> None:
    number = await house.mail(subject="Hello", text="Hello?")
    _, message = await people.rosa.asks("POST", f"/tickets/{number}/replies", reply("Hello.", 99))
    path = f"/messages/{message['id']}/retry"
    assert (await people.rosa.asks("POST", path))[1]["code"] == "nothing_failed"
    await house.desk.settle(message["delivery"]["id"], state="bounced", code="refused", detail="no such box")
    _, row = await people.rosa.asks("GET", f"/tickets/{number}")
    assert row["ticket"]["trouble"] == "refused"
    status, again = await people.rosa.asks("POST", path)
    assert (status, again["delivery"]["state"]) == (200, "queued")
    assert (await people.wang.asks("POST", path))[0] == 404


async def test_what_was_set_aside_becomes_a_question(house: House, people: People) -> None:
    rosa = people.rosa
    number = await house.mail(subject="Out of office: which forms?", text="Which forms do I need?")
    await house.mail(subject="Renewal", text="May I keep it?")
    counter = RuleCounter(house.database)
    while await counter.next_set():
        pass
    _, page = await rosa.asks("GET", "/tickets?view=set_aside&rule=subject")
    assert [(row["id"], row["set_aside_by"]) for row in page["items"]] == [(number, "subject")]
    assert (await rosa.asks("GET", "/tickets?view=set_aside&rule=list"))[1]["items"] == []
    assert (await rosa.asks("GET", "/tickets?rule=Drop%20table"))[0] == 422
    _, rules = await rosa.asks("GET", "/rules")
    assert rules["items"] == [{"rule": "subject", "here": 1, "set_aside": 1, "rescued": 0},
                              {"rule": "staff", "here": 0, "set_aside": 0, "rescued": 0}]
    assert (await people.tomas.asks("GET", "/rules"))[1] == {"items": []}
    _, detail = await rosa.asks("GET", f"/tickets/{number}")
    (finding,) = detail["messages"][0]["findings"]
    assert (finding["code"], finding["effect"]) == ("subject", "guess")

    assert (await people.wang.asks("POST", f"/tickets/{number}/question", {}))[0] == 404
    status, row = await rosa.asks("POST", f"/tickets/{number}/question", {})
    assert (status, row["lane"], row["set_aside_by"]) == (200, "waiting", None)
    _, detail = await rosa.asks("GET", f"/tickets/{number}")
    assert [line["type"] for line in detail["activity"]][-2:] == ["message.rescued", "ticket.state_changed"]
    assert detail["patron"]["name"] == "Amina Okafor"
    while await counter.next_set():
        pass
    assert (await rosa.asks("GET", "/rules"))[1]["items"][0]["rescued"] == 1

    assert (await rosa.asks("POST", f"/tickets/{number}/question/withdraw", {}))[1]["set_aside_by"] == "subject"
    # To open it is to say the same.
    assert (await rosa.asks("POST", f"/tickets/{number}/reopen"))[1]["lane"] == "waiting"
    await rosa.asks("POST", f"/tickets/{number}/question/withdraw", {})
    assert (await rosa.asks("POST", f"/tickets/{number}/state", {"state": "open"}))[1]["lane"] == "waiting"
    _, detail = await rosa.asks("GET", f"/tickets/{number}")
    await rosa.asks("POST", f"/tickets/{number}/replies", reply("These.", detail["ticket"]["version"]))
    status, problem = await rosa.asks("POST", f"/tickets/{number}/question/withdraw", {})
    assert (status, problem["code"]) == (409, "answered")


async def test_an_answer_to_several_says_of_each_how_far_it_is(house: House, people: People) -> None:
    ticket_id = await house.mail(subject="A thesis", text="May my tutor know, too?", cc="Tutor <tutor@uni.example>")
    _, seen = await people.rosa.asks("GET", f"/tickets/{ticket_id}")
    assert seen["messages"][0]["recipients"] == [{"field": "cc", "address": "tutor@uni.example", "name": "Tutor"}]
    assert seen["reply_to"] == [{"field": "to", "address": "amina@uni.example", "name": "Amina Okafor"}]
    ask = {"text": "Yes.", "client_id": "client-0001", "expected_version": seen["ticket"]["version"],
           "to": [{"address": "amina@uni.example", "name": "Amina Okafor"}], "cc": [{"address": "tutor@uni.example"}]}
    wrong = {**ask, "cc": [{"address": "tutor"}]}
    status, problem = await people.rosa.asks("POST", f"/tickets/{ticket_id}/replies", wrong)
    assert (status, [one["field"] for one in problem["errors"]]) == (422, ["cc.0"])
    ours = {**ask, "cc": [{"address": "help@library.example"}]}
    status, problem = await people.rosa.asks("POST", f"/tickets/{ticket_id}/replies", ours)
    assert (status, [one["field"] for one in problem["errors"]]) == (422, ["cc.0"])
    status, answer = await people.rosa.asks("POST", f"/tickets/{ticket_id}/replies", ask)
    assert status == 201
    assert [(one["to"], one["state"]) for one in answer["deliveries"]] == [
        ("amina@uni.example", "queued"), ("tutor@uni.example", "queued"),
    ]
