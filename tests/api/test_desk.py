"""A question at the desk, written down in one request, and sent again when the network failed."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from contactcenter.outbox.tables import DeliveryRow
from tests.api.conftest import House, People

ASK = {"subject": "Where is the map room?", "text": "He asked at the desk.", "client_id": "desk-0001"}


async def test_a_desk_question_is_one_ticket_however_often_it_is_sent(house: House, people: People) -> None:
    _, upload = await people.rosa.asks("POST", "/uploads?name=map.png", data=b"map")
    ask = {**ASK, "patron_name": "李雷", "patron_email": "li@uni.example", "attachments": [upload["id"]]}
    status, first = await people.rosa.asks("POST", "/tickets", ask)
    assert status == 201, first
    assert (first["ticket"]["channel"], first["ticket"]["patron_name"], first["ticket"]["lane"]) == (
        "walk_in", "李雷", "waiting"
    )
    assert first["messages"][0]["attachments"][0]["name"] == "map.png"
    assert first["position"] > 0
    status, second = await people.rosa.asks("POST", "/tickets", ask)
    assert (status, second["ticket"]["id"]) == (201, first["ticket"]["id"])
    assert len(second["messages"]) == 1


async def test_an_answer_given_at_the_desk_closes_it(people: People) -> None:
    ask = {**ASK, "answer": "On the third floor.", "close": True}
    for _ in range(2):
        status, detail = await people.rosa.asks("POST", "/tickets", ask)
        assert (status, detail["ticket"]["state"], detail["ticket"]["assignee_name"]) == (
            201, "closed", "Rosa Marín"
        )
        assert [message["text"] for message in detail["messages"]] == [ASK["text"], "On the third floor."]


async def deliveries(house: House) -> list[str]:
    async with house.database.read() as session:
        return list((await session.execute(select(DeliveryRow.to_value).order_by(DeliveryRow.id))).scalars())


async def test_an_answer_given_at_the_desk_is_mailed_only_when_asked_to(house: House, people: People) -> None:
    ask = {**ASK, "patron_email": "li@uni.example", "answer": "On the third floor.", "close": True}
    status, told = await people.rosa.asks("POST", "/tickets", ask)
    answer = told["messages"][1]
    assert (status, answer["channel"], answer["address"], answer["delivery"]) == (201, "walk_in", None, None)
    assert await deliveries(house) == []
    ask |= {"client_id": "desk-0002", "send_answer": True}
    await people.rosa.asks("POST", "/tickets", ask)
    status, sent = await people.rosa.asks("POST", "/tickets", ask)
    answer = sent["messages"][1]
    assert (status, answer["channel"], answer["address"]) == (201, "email", "li@uni.example")
    assert await deliveries(house) == ["li@uni.example"]
    # What is written later goes the way back that there is.
    later = {"text": "It has moved.", "client_id": "desk-later", "expected_version": told["ticket"]["version"]}
    status, message = await people.rosa.asks("POST", f"/tickets/{told['ticket']['id']}/replies", later)
    assert (status, message["channel"]) == (201, "email")
    assert await deliveries(house) == ["li@uni.example"] * 2


async def test_a_known_patrons_answer_is_mailed_to_them(house: House, people: People) -> None:
    number = await house.mail(subject="Hello", text="Hello?")
    _, detail = await people.rosa.asks("GET", f"/tickets/{number}")
    known = len(await deliveries(house))
    ask = {**ASK, "patron_id": detail["patron"]["id"], "answer": "On the third floor.", "send_answer": True}
    assert (await people.rosa.asks("POST", "/tickets", ask))[0] == 201
    assert (await deliveries(house))[known:] == [detail["patron"]["identities"][0]["value"]]


async def test_a_known_patron_is_the_same_patron(house: House, people: People) -> None:
    number = await house.mail(subject="Hello", text="Hello?")
    _, detail = await people.rosa.asks("GET", f"/tickets/{number}")
    status, again = await people.rosa.asks("POST", "/tickets", {**ASK, "patron_id": detail["patron"]["id"]})
    assert (status, again["patron"]["id"], again["patron"]["ticket_count"]) == (201, detail["patron"]["id"], 2)


@pytest.mark.parametrize(("change", "field"), [
    ({"patron_email": "nobody"}, "patron_email"), ({"patron_email": "a@b\r\nBcc: x@y"}, "patron_email"),
    ({"patron_id": 99}, "patron_id"), ({"attachments": ["nothing"]}, "attachments"), ({"queue_id": 2}, "queue_id"),
    ({"queue_id": 99}, "queue_id"), ({"answer": "Here.", "send_answer": True}, "send_answer"),
])
async def test_what_cannot_be_is_refused_by_name(people: People, change: dict[str, object], field: str) -> None:
    status, problem = await people.rosa.asks("POST", "/tickets", {**ASK, **change})
    assert (status, problem["errors"][0]["field"]) == (422, field)


async def test_a_queue_of_ones_own_and_none_without_a_department(people: People) -> None:
    status, problem = await people.tomas.asks("POST", "/tickets", ASK)
    assert (status, problem["code"]) == (403, "forbidden")
    assert (await people.wang.asks("POST", "/tickets", ASK))[1]["ticket"]["queue_id"] == 2
    status, detail = await people.ines.asks("POST", "/tickets", {**ASK, "queue_id": 2})
    assert (status, detail["ticket"]["queue_id"]) == (201, 2)


class TestIdempotencyKey:
    """The same key is the same request: once done, twice answered."""

    async def test_the_stored_answer_comes_again(self, house: House, people: People) -> None:
        number = await house.mail(subject="Hello", text="Hello?")
        key = {"Idempotency-Key": "note-of-tuesday"}
        for replayed in (None, "true"):
            note = {"text": "Once.", "client_id": "note-00001"}
            answer = await people.rosa.sends("POST", f"/tickets/{number}/notes", note, headers=key)
            assert (answer.status, answer.headers.get("Idempotency-Replayed")) == (201, replayed)
            assert (await answer.json())["text"] == "Once."
        other = {"text": "Twice.", "client_id": "note-00002"}
        status, problem = await people.rosa.asks("POST", f"/tickets/{number}/notes", other, headers=key)
        assert (status, problem["code"]) == (422, "idempotency_key_reused")
        assert (await people.ines.asks("POST", f"/tickets/{number}/notes", other, headers=key))[0] == 201

    async def test_a_refused_request_may_be_tried_again_with_its_key(self, house: House, people: People) -> None:
        number = await house.mail(subject="Hello", text="Hello?")
        key = {"Idempotency-Key": "take-it"}
        path = f"/tickets/{number}/take"
        await people.ines.asks("POST", path)
        assert (await people.rosa.asks("POST", path, headers=key))[0] == 409
        await people.ines.asks("POST", f"/tickets/{number}/release")
        assert (await people.rosa.asks("POST", path, headers=key))[0] == 200

    async def test_many_at_once_do_it_once(self, house: House, people: People) -> None:
        number = await house.mail(subject="Hello", text="Hello?")
        key = {"Idempotency-Key": "split-at-once"}
        _, detail = await people.rosa.asks("GET", f"/tickets/{number}")
        split = {"message_ids": [detail["messages"][0]["id"]], "subject": "Apart"}
        await house.mail(subject="Hello", text="More.", message_id="<more@uni.example>")
        await people.rosa.asks(
            "POST", f"/tickets/{number}/notes", {"text": "Stays.", "client_id": "note-00001"}
        )
        answers = await asyncio.gather(*(
            people.rosa.asks("POST", f"/tickets/{number}/split", split, headers=key) for _ in range(6)
        ))
        assert {(status, answer["id"]) for status, answer in answers} == {(201, answers[0][1]["id"])}

    async def test_after_a_day_the_key_is_free(self, house: House, people: People) -> None:
        number = await house.mail(subject="Hello", text="Hello?")
        key = {"Idempotency-Key": "k"}
        assert (await people.rosa.asks("POST", f"/tickets/{number}/take", headers=key))[0] == 200
        house.pass_by(timedelta(hours=11))
        assert (await people.rosa.asks("POST", f"/tickets/{number}/release", headers=key))[0] == 422
        house.pass_by(timedelta(hours=11))
        await people.rosa.asks("GET", "/me")
        house.pass_by(timedelta(hours=3))
        assert (await people.rosa.asks("POST", f"/tickets/{number}/release", headers=key))[0] == 200

    @pytest.mark.parametrize("key", ["", "a b", "é", "x" * 201])
    async def test_a_key_of_another_form_is_refused(self, people: People, key: str) -> None:
        status, problem = await people.rosa.asks("POST", "/tickets/1/take", headers={"Idempotency-Key": key})
        assert (status, problem["code"]) == (422, "idempotency_key")

    async def test_a_ticket_and_an_upload_honour_it_too(self, people: People) -> None:
        key = {"Idempotency-Key": "k1"}
        first = await people.rosa.asks("POST", "/uploads?name=a.txt", data=b"a", headers=key)
        assert await people.rosa.asks("POST", "/uploads?name=a.txt", data=b"a", headers=key) == first
        key = {"Idempotency-Key": "k2"}
        one = await people.rosa.asks("POST", "/tickets", ASK, headers=key)
        assert await people.rosa.asks("POST", "/tickets", ASK, headers=key) == one
