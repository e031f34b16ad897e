"""Passing on over REST: to whom, with a note, and what is refused."""

from __future__ import annotations

import pytest

from contactcenter.seats.presence import sit
from contactcenter.tickets.presence import come
from contactcenter.tickets.tables import TicketRow
from tests.api.conftest import House, Json, People


async def talks(house: House, people: People) -> int:
    """A ticket of Rosa's whose patron is at the other end, with 王芳 at her seat."""
    ticket_id = await house.mail(subject="Renewal", text="May I renew?")
    await people.rosa.asks("POST", f"/tickets/{ticket_id}/take")
    async with house.database.transaction() as session:
        row = await session.get_one(TicketRow, ticket_id)
        row.channel = "web_chat"
        assert await come(session, ticket_id=ticket_id, now=house.clock())
        await sit(session, staff_id=house.staff["wang"], begins="available", now=house.clock())
    return ticket_id


def transfer(**more: object) -> Json:
    return {"client_id": "transfer-0001", **more}


async def notes(people: People, ticket_id: int) -> list[str]:
    _, detail = await people.ines.asks("GET", f"/tickets/{ticket_id}")
    return [one["text"] for one in detail["messages"] if one["kind"] == "note"]


async def test_a_conversation_rings_with_its_note_and_is_called_off(house: House, people: People) -> None:
    ticket_id = await talks(house, people)
    path, wang = f"/tickets/{ticket_id}/transfer", house.staff["wang"]
    status, row = await people.rosa.asks("POST", path, transfer(staff_id=wang, note="She knows the court."))
    assert (status, row["offered_to"], row["assignee_id"]) == (200, wang, house.staff["rosa"])
    assert await notes(people, ticket_id) == ["She knows the court."]
    assert (await people.rosa.asks("POST", path, transfer(staff_id=wang)))[1]["code"] == "rings_already"
    _, ringing = await people.wang.asks("GET", "/me/offers")
    assert [(one["kind"], one["from_staff_id"], one["ticket"]["id"]) for one in ringing["items"]] == [
        ("transfer", house.staff["rosa"], ticket_id)
    ]
    assert (await people.rosa.asks("DELETE", path))[0] == 204
    assert (await people.wang.asks("GET", "/me/offers"))[1]["items"] == []


async def test_warm_then_handed_over(house: House, people: People) -> None:
    ticket_id = await talks(house, people)
    wang = house.staff["wang"]
    await people.rosa.asks("POST", f"/tickets/{ticket_id}/transfer", transfer(staff_id=wang, warm=True))
    assert (await people.rosa.asks("POST", f"/tickets/{ticket_id}/hand-over", {"staff_id": wang}))[1]["code"] == "not_joined"
    offer = (await people.wang.asks("GET", "/me/offers"))[1]["items"][0]
    await people.wang.asks("POST", f"/offers/{offer['id']}/accept")
    _, detail = await people.rosa.asks("GET", f"/tickets/{ticket_id}")
    assert [(one["id"], one["joined"]) for one in detail["guests"]] == [(wang, True)]
    status, row = await people.rosa.asks("POST", f"/tickets/{ticket_id}/hand-over", {"staff_id": wang})
    assert (status, row["assignee_id"]) == (200, wang)


@pytest.mark.parametrize("to", [{"queue_id": 2}, {"department_id": 2}])
async def test_to_a_queue_or_a_department_it_is_given_up(house: House, people: People, to: Json) -> None:
    ticket_id = await house.mail(subject="Renewal", text="May I renew?")
    await people.ines.asks("POST", f"/tickets/{ticket_id}/take")
    status, row = await people.ines.asks("POST", f"/tickets/{ticket_id}/transfer", transfer(note="Yours, I think.", **to))
    # Ines belongs to every queue, and gives it up all the same.
    assert (status, row["queue_id"], row["assignee_id"], row["lane"]) == (200, 2, None, "waiting")
    assert await notes(people, ticket_id) == ["Yours, I think."]


async def test_a_mail_is_theirs_at_once_or_shown_to_them(house: House, people: People) -> None:
    ticket_id, other = [await house.mail(subject=one, text="May I renew?") for one in ("Renewal", "Another")]
    status, row = await people.rosa.asks("POST", f"/tickets/{ticket_id}/transfer", transfer(staff_id=house.staff["ines"]))
    assert (status, row["assignee_id"]) == (200, house.staff["ines"])
    await people.rosa.asks("POST", f"/tickets/{other}/transfer", transfer(staff_id=house.staff["wang"], warm=True, note="Look."))
    assert (await people.wang.asks("GET", f"/tickets/{other}"))[0] == 200
    # Who may not see its queue is asked in, or it goes to their queue.
    assert (await people.rosa.asks("POST", f"/tickets/{other}/transfer", transfer(staff_id=house.staff["tomas"])))[0] == 422


@pytest.mark.parametrize("to", [{}, {"staff_id": 2, "queue_id": 2}, {"department_id": 99}, {"queue_id": 99}, {"staff_id": 99}])
async def test_what_names_nobody_or_two_is_refused(house: House, people: People, to: Json) -> None:
    ticket_id = await house.mail(subject="Renewal", text="May I renew?")
    assert (await people.rosa.asks("POST", f"/tickets/{ticket_id}/transfer", transfer(note="Lost?", **to)))[0] == 422
    assert await notes(people, ticket_id) == []


async def test_who_may_let_a_queue_push(house: House, people: People) -> None:
    ask = {"push": True, "recall_s": 600}
    assert [(await one.asks("PUT", "/queues/1/push", ask))[0] for one in (people.rosa, people.wang, people.tomas)] == [403, 404, 404]
    status, queue = await people.ines.asks("PUT", "/queues/1/push", ask)
    assert (status, queue["push"], queue["push_recall_s"]) == (200, True, 600)
    assert (await people.ines.asks("PUT", "/queues/1/push", {"push": True, "recall_s": 1}))[0] == 422
