"""The supervisor's board by the API: who sees it, what its numbers open, and what is done from it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contactcenter.accounts.scope import Scope
from contactcenter.queue.offer import Proposal, offer
from contactcenter.seats.broadcast import broadcasts
from contactcenter.seats.capacity import Capacity
from contactcenter.seats.presence import keep_alive, sit
from contactcenter.tickets.presence import come
from tests.api.conftest import House, People


async def waits(house: House, subject: str) -> int:
    """Somebody asks, and is at the other end."""
    ticket_id = await house.mail(subject=subject, text=subject)
    async with house.database.transaction() as session:
        assert await come(session, ticket_id=ticket_id, now=house.time)
    house.pass_by(timedelta(minutes=1))
    return ticket_id


@pytest.mark.parametrize("path", ["/board", "/board/queues/1", "/board/seats/1", "/board/failed"])
async def test_only_supervisors_see_it(people: People, path: str) -> None:
    assert (await people.ines.asks("GET", path))[0] == 200
    for other in (people.rosa, people.wang, people.tomas):
        assert (await other.asks("GET", path))[0] == 403


async def test_a_step_of_priority_goes_before_those_who_wait_ten_minutes_longer(house: House, people: People) -> None:
    first, second, third = [await waits(house, subject) for subject in ("First", "Second", "Third")]

    async def line() -> list[int]:
        _, page = await people.ines.asks("GET", "/board/queues/1")
        return [row["id"] for row in page["items"]]

    assert await line() == [first, second, third]
    status, row = await people.ines.asks("POST", f"/tickets/{third}/priority", {"priority": 1})
    assert (status, row["priority"]) == (200, 1)
    assert await line() == [third, first, second]
    await people.ines.asks("POST", f"/tickets/{first}/priority", {"priority": -3})
    assert await line() == [third, second, first]
    assert (await people.rosa.asks("POST", f"/tickets/{first}/priority", {"priority": 3}))[0] == 403
    assert (await people.ines.asks("POST", f"/tickets/{first}/priority", {"priority": 4}))[0] == 422
    _, told = await people.ines.asks("GET", f"/tickets/{first}")
    assert [(one["type"], one["data"]["to_priority"]) for one in told["activity"] if one["type"] == "ticket.prioritised"] == [
        ("ticket.prioritised", -3),
    ]


async def test_what_the_numbers_open_is_what_they_count(house: House, people: People) -> None:
    talks, waiting, mail = await waits(house, "Talks"), await waits(house, "Waits"), await house.mail(subject="M", text="M")
    async with house.database.transaction() as session:
        await sit(session, staff_id=house.staff["rosa"], begins="available", now=house.time)
    for ticket_id in (talks, mail):
        assert (await people.rosa.asks("POST", f"/tickets/{ticket_id}/take"))[0] == 200
    _, board = await people.ines.asks("GET", "/board")
    _, line = await people.ines.asks("GET", "/board/queues/1")
    _, held = await people.ines.asks("GET", f"/board/seats/{house.staff['rosa']}")
    assert [one["waiting"] for one in board["queues"]] == [len(line["items"]), 0] == [1, 0]
    assert [row["id"] for row in held["items"]] == [talks]
    seat = board["seats"][0]
    assert (seat["staff_id"], seat["has_room"], seat["ring"]) == (house.staff["rosa"], True, None)
    assert board["queues"][0]["talking"] == 1
    # What colleagues see of each other is what the board says of them.
    _, seats = await people.rosa.asks("GET", "/seats")
    assert [{**one, "ring": None, "called_since": None} for one in seats["items"]] == board["seats"]
    async with house.database.transaction() as session:
        assert await offer(session, [Proposal(waiting, house.staff["rosa"], timedelta(seconds=30))], capacity=Capacity(), now=house.time)
    _, seats = await people.rosa.asks("GET", "/seats")
    _, board = await people.ines.asks("GET", "/board")
    assert [(one["rings"], one["has_room"], one["chats"]) for one in seats["items"]] == [(True, True, 0)]
    assert {key: board["seats"][0][key] for key in seats["items"][0]} == seats["items"][0]


async def test_a_seat_is_signed_out_and_an_abandoned_console_does_not_take_it_again(house: House, people: People) -> None:
    rosa = house.staff["rosa"]
    async with house.database.transaction() as session:
        await sit(session, staff_id=rosa, begins="available", now=house.time)
    assert (await people.rosa.asks("POST", f"/seats/{rosa}/sign-out"))[0] == 403
    assert (await people.ines.asks("POST", f"/seats/{rosa}/sign-out"))[0] == 204
    assert (await people.ines.asks("POST", f"/seats/{rosa}/sign-out"))[0] == 404
    async with house.database.transaction() as session:
        # Their browser is still open: that is a sign of it, and none of them.
        assert await keep_alive(session, staff_ids=[rosa], now=house.time) == []
    assert (await people.ines.asks("GET", "/board"))[1]["seats"] == []
    # Opening the console anew is.
    async with house.database.transaction() as session:
        await sit(session, staff_id=rosa, begins="available", now=house.time)
    assert [one["presence"] for one in (await people.ines.asks("GET", "/board"))[1]["seats"]] == ["available"]


async def test_listening_in_stands_in_the_history(house: House, people: People) -> None:
    talks, waiting = await waits(house, "Talks"), await waits(house, "Waits")
    assert (await people.rosa.asks("POST", f"/tickets/{talks}/take"))[0] == 200
    assert (await people.rosa.asks("POST", f"/tickets/{talks}/listen"))[0] == 403
    assert (await people.tomas.asks("POST", f"/tickets/{talks}/listen"))[0] == 404
    assert (await people.ines.asks("POST", f"/tickets/{waiting}/listen"))[0] == 409
    for _ in range(2):
        assert (await people.ines.asks("POST", f"/tickets/{talks}/listen"))[0] == 204, "chosen twice it is once"
    for who in (people.ines, people.rosa):
        _, seen = await who.asks("GET", f"/tickets/{talks}")
        told = [(one["actor"]["name"], one["data"]) for one in seen["activity"] if one["type"] == "ticket.listened"]
        assert told == [("Ines", {"ticket_id": talks, "staff_id": house.staff["rosa"]})]


async def test_a_word_to_the_seats(house: House, people: People) -> None:
    ask = {"text": "The fire drill is at three.", "client_id": "client-drill", "queue_id": None}
    assert (await people.rosa.asks("POST", "/broadcasts", ask))[0] == 403
    assert (await people.ines.asks("POST", "/broadcasts", {**ask, "queue_id": 99}))[0] == 422
    status, said = await people.ines.asks("POST", "/broadcasts", ask)
    assert (status, said["by"]) == (201, "Ines")
    assert await people.ines.asks("POST", "/broadcasts", ask) == (201, said), "sent twice it is one"
    await people.ines.asks("POST", "/broadcasts", {"text": "Law, please.", "client_id": "client-law-1", "queue_id": 2})

    async def heard(who: object) -> list[str]:
        _, page = await who.asks("GET", "/broadcasts")  # type: ignore[attr-defined]
        return [one["text"] for one in page["items"]]

    assert await heard(people.rosa) == ["The fire drill is at three."]
    assert await heard(people.wang) == ["Law, please.", "The fire drill is at three."]
    assert await heard(people.tomas) == []
    assert await heard(people.ines) == [], "she said it"
    wang = Scope(house.staff["wang"], "王芳", "librarian", frozenset({1, 2}))
    async with house.database.read() as session:
        assert len(await broadcasts(session, scope=wang, now=house.time + timedelta(hours=11))) == 2
        assert await broadcasts(session, scope=wang, now=house.time + timedelta(hours=13)) == []
