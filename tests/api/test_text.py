"""What a text message would carry, said before it is sent."""

from __future__ import annotations

from datetime import datetime, time
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from sqlalchemy import update

from contactcenter.carriers.twilio.words import FILES
from contactcenter.settings.carrier import Carrier, CarrierNumber, Sms
from contactcenter.tickets.tables import TicketRow
from tests.api.conftest import House, People


async def test_files_go_where_the_number_sends_them(house: House, people: People) -> None:
    number = await house.mail(subject="Where", text="Where is it?")
    async with house.database.transaction() as session:
        await session.execute(update(TicketRow).values(channel="sms", reply_kind="phone", reply_value="+8613800138000"))
    ids = []
    for name, kind in (("map.png", "image/png"), ("page.html", "text/html")):
        _, upload = await people.rosa.asks("POST", f"/uploads?name={name}", data=b"x", headers={"Content-Type": kind})
        ids.append(upload["id"])
    path = f"/tickets/{number}/text-check"
    house.settings = house.settings.model_copy(update={"sms": Sms(quiet_from="", quiet_to="")})
    nothing = {"carries": False, "most": 0, "most_bytes": 0, "files": [], "error": None, "leaves_at": None}
    assert await people.rosa.asks("POST", path, {"attachments": ids}) == (200, nothing)
    house.carrier = SimpleNamespace(text_files=FILES)
    house.settings = house.settings.model_copy(update={
        "carrier": Carrier.model_construct(kind="twilio", numbers=[CarrierNumber(number="+861088888888", mms=True)])})
    status, found = await people.rosa.asks("POST", path, {"attachments": ids})
    assert (status, found["carries"], found["most"], found["most_bytes"]) == (200, True, 10, 5_000_000)
    assert [one["name"] for one in found["files"]] == ["page.html"]
    assert (await people.rosa.asks("POST", path, {"attachments": ids[:1]}))[1]["files"] == []
    assert (await people.tomas.asks("POST", path, {"attachments": []}))[0] == 404
    house.settings = house.settings.model_copy(update={"sms": Sms(quiet_from="00:00", quiet_to="23:59")})
    morning = (await people.rosa.asks("POST", path, {"attachments": []}))[1]["leaves_at"]
    assert datetime.fromisoformat(morning).astimezone(ZoneInfo("Asia/Shanghai")).time() == time(23, 59)
    # Another's files are not told of.
    assert (await people.ines.asks("POST", path, {"attachments": ids}))[1]["files"] == []
