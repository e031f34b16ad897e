"""Opening hours over the API."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contactcenter.queue import hours as hours_of_queues
from tests.api.conftest import House, Json, People

WEEK: Json = {
    "follows_house": False, "zone": "Asia/Shanghai", "region": "CN",
    "week": [{"weekday": day, "opens": 540, "closes": 1020} for day in range(1, 6)],
}


async def test_hours_as_the_house_has_them_and_as_a_supervisor_sets_them(house: House, people: People) -> None:
    house.time = datetime(2026, 2, 13, 4, tzinfo=UTC)  # a Friday, before the Spring Festival
    status, hours = await people.rosa.asks("GET", "/queues/1/hours")
    assert status == 200
    assert (hours["version"], hours["follows_house"], hours["region"], len(hours["week"])) == (0, True, "", 7)
    assert hours["now"] == {"open": True, "changes_at": "2026-02-13T14:00:00Z", "label": "8:00–22:00"}
    assert (hours["chat"], hours["tells_when"], hours["exceptions"], hours["unknown_years"]) == ("message", True, [], [])
    status, hours = await people.ines.asks("PUT", "/queues/1/hours", {**WEEK, "version": 0})
    assert (status, hours["version"], hours["region"]) == (200, 1, "CN")
    coming = {day["day"]: (day["why"], len(day["spans"])) for day in hours["coming"]}
    assert coming["2026-02-14"] == ("makeup", 1)
    assert coming["2026-02-17"] == ("holiday", 0)
    assert coming["2026-02-24"] == ("week", 1)
    assert (await people.rosa.asks("GET", "/queues/1/hours"))[1] == hours
    status, problem = await people.ines.asks("PUT", "/queues/1/hours", {**WEEK, "version": 0, "region": ""})
    assert (status, problem["code"], problem["current_version"]) == (409, "hours_changed", 1)


async def test_exceptions_and_after_hours(people: People) -> None:
    ask = {"version": 0, "first_day": "2026-12-24", "last_day": "2026-12-26", "name": " Christmas ", "name_zh": "圣诞节"}
    status, hours = await people.ines.asks("POST", "/queues/1/exceptions", ask)
    assert status == 201
    assert hours["exceptions"] == [{
        "id": 1, "first_day": "2026-12-24", "last_day": "2026-12-26", "spans": [], "name": "Christmas", "name_zh": "圣诞节",
    }]
    assert (await people.ines.asks("POST", "/queues/1/exceptions", {**ask, "version": 1, "name": "x"}))[1]["code"] == "exception_there"
    status, hours = await people.ines.asks("PUT", "/queues/1/after-hours", {"version": 1, "chat": "refuse", "tells_when": False})
    assert (status, hours["chat"], hours["tells_when"], hours["version"]) == (200, "refuse", False, 2)
    assert (await people.ines.asks("DELETE", "/queues/1/exceptions/1?version=1"))[0] == 409
    assert (await people.ines.asks("DELETE", "/queues/1/exceptions/1"))[0] == 422
    status, hours = await people.ines.asks("DELETE", "/queues/1/exceptions/1?version=2")
    assert (status, hours["exceptions"], hours["version"]) == (200, [], 3)


async def test_a_year_whose_holidays_nobody_knows_is_told(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hours_of_queues, "holidays_of", lambda _region, _year: None)
    _, hours = await people.ines.asks("PUT", "/queues/2/hours", {**WEEK, "version": 0})
    assert hours["unknown_years"] == [2026, 2027]
    ask = {"version": 1, "first_day": "2026-12-01", "last_day": "2026-12-01"}
    _, hours = await people.ines.asks("POST", "/queues/2/exceptions", ask)
    assert hours["unknown_years"] == [2027]


async def test_whose_hours_one_may_read(people: People) -> None:
    assert (await people.wang.asks("GET", "/queues/2/hours"))[0] == 200
    assert (await people.wang.asks("GET", "/queues/1/hours"))[0] == 404
    assert (await people.wang.asks("PUT", "/queues/2/hours", {**WEEK, "version": 0}))[0] == 403
    assert (await people.ines.asks("GET", "/queues/99/hours"))[0] == 404


async def test_regions(people: People) -> None:
    _, answer = await people.ines.asks("GET", "/holiday-regions")
    found = {one["country"]: one["subdivisions"] for one in answer["items"]}
    assert found["CN"] == []
    assert "BE" in found["DE"]
    assert (await people.rosa.asks("GET", "/holiday-regions"))[0] == 403
