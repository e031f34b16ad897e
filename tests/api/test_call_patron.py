"""Calling a patron from their profile."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from contactcenter.api import calls
from contactcenter.calls.tables import CallRow
from contactcenter.channels.phone import PhoneReceiver
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
