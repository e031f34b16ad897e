"""Calling a patron from their profile."""

from __future__ import annotations

import orjson
import pytest
from sqlalchemy import select

from contactcenter.api import calls
from contactcenter.calls.tables import CallRow
from contactcenter.channels.phone import PhoneReceiver
from contactcenter.envelope import Raw
from contactcenter.seats.device import choose_device
from contactcenter.settings import Carrier, CarrierNumber
from tests.api.conftest import House, People

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
ASK = {"client_id": "rosa-call-001", "number": "+8613800138000"}


async def test_what_broke_off_before_it_rang_rings_when_it_is_asked_again(
    house: House, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.desk._understanding._receivers["phone"] = PhoneReceiver(house.settings)  # type: ignore[attr-defined]
    await house.mail(subject="Hello", text="Call me.")
    amina = (await people.rosa.asks("GET", "/patrons"))[1]["items"][0]["id"]
    async with house.database.transaction() as session:
        for login in ("rosa", "ines"):
            await choose_device(session, staff_id=house.staff[login], device="telephone", number="+861062751099",
                                now=house.clock())

    status, refused = await people.rosa.asks("POST", f"/patrons/{amina}/calls", json=ASK)
    assert (status, refused["code"]) == (409, "no_number")
    assert len((await people.rosa.asks("GET", "/tickets"))[1]["items"]) == 1
    house.settings = house.settings.model_copy(update={
        "carrier": Carrier.model_construct(kind="twilio", numbers=[CarrierNumber(number="+861088888888")])})

    async def breaks(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(calls, "take", breaks)
        assert (await people.rosa.sends("POST", f"/patrons/{amina}/calls", json=ASK)).status == 500
    for _ in range(2):
        assert (await people.rosa.asks("POST", f"/patrons/{amina}/calls", json=ASK))[0] == 201
    async with house.database.read() as session:
        assert (await session.execute(select(CallRow.staff_id))).scalars().all() == [house.staff["rosa"]]
    # A supervisor belongs to every department.
    assert (await people.ines.asks("POST", f"/patrons/{amina}/calls", json={**ASK, "client_id": "ines-call-01"}))[0] == 201


async def test_whom_a_profile_names_is_called_so_as_claimed(house: House, people: People) -> None:
    house.desk._understanding._receivers["phone"] = PhoneReceiver(house.settings)  # type: ignore[attr-defined]

    async def opens(number: str, once: str) -> int:
        kept = await house.desk.accept_now(Raw("phone", orjson.dumps({
            "kind": "out", "number": number, "author": "staff:1", "author_staff_id": house.staff["rosa"],
            "client_id": once, "queue": "general", "locale": "en",
        })))
        assert kept.ticket_id is not None
        return kept.ticket_id

    async def ticket(ticket_id: int) -> dict[str, object]:
        shown: dict[str, object] = (await people.rosa.asks("GET", f"/tickets/{ticket_id}"))[1]["ticket"]
        return shown

    first, other = await opens("+8613800138000", "first-call"), await opens("+8613800138001", "another-one")
    number = (await ticket(first))["patron_name"]
    assert str(number).startswith("+86 1")
    for name in ("Amina Okafor", "Dr. Amina Okafor"):
        status, profile = await people.rosa.asks("PATCH", f"/patrons/{(await ticket(first))['patron_id']}", json={"name": name})
        assert (status, profile["identities"][0]["proved"]) == (200, None)
        assert (await ticket(first))["patron_name"] == name
    assert (await ticket(await opens("+8613800138000", "second-call")))["patron_name"] == "Dr. Amina Okafor"
    assert str((await ticket(other))["patron_name"]).startswith("+86 1")
