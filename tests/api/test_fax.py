"""Pages of files for those who may see them, and what a fax would carry, by the API."""

from __future__ import annotations

import pytest

from contactcenter.channels.email.parse import EmailReceiver
from contactcenter.channels.fax.parse import FaxReader
from contactcenter.channels.registry import Mails
from tests.api.conftest import House, People
from tests.channels.fax.gateway import FAX, arrived, mail, tiff

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@pytest.fixture
def faxing(house: House) -> House:
    """The house with a gateway."""
    key = b"k" * 32
    house.settings = house.settings.model_copy(update={"fax": FAX})
    read = Mails(EmailReceiver(key, house.settings), [FaxReader(house.settings, key)])
    house.desk._understanding._receivers["email"] = read  # type: ignore[attr-defined]
    return house


async def fax(house: House, subject: str, data: bytes) -> int:
    accepted = await house.desk.accept_now(arrived(mail(subject, fax=data)))
    assert accepted.ticket_id is not None
    return accepted.ticket_id


async def test_pages_are_seen_by_those_who_may(faxing: House, people: People) -> None:
    number = await fax(faxing, "Fax from 010-62751051", tiff(2))
    file = (await people.rosa.asks("GET", f"/tickets/{number}"))[1]["messages"][0]["attachments"][0]
    status, found = await people.rosa.asks("GET", f"/attachments/{file['id']}/pages")
    assert (status, found["count"], found["error"]) == (200, 2, None)
    answer = await people.rosa.sends("GET", f"/attachments/{file['id']}/pages/2?size=thumb")
    assert (answer.status, answer.content_type) == (200, "image/webp")
    assert "no-store" in answer.headers["Cache-Control"]
    assert (await people.rosa.sends("GET", f"/attachments/{file['id']}/pages/3")).status == 422
    for path in ("pages", "pages/1"):
        assert (await people.tomas.sends("GET", f"/attachments/{file['id']}/{path}")).status == 404
    broken = await fax(faxing, "Fax from 010-62751052", b"II*\0no")
    file = (await people.rosa.asks("GET", f"/tickets/{broken}"))[1]["messages"][0]["attachments"][0]
    assert (await people.rosa.asks("GET", f"/attachments/{file['id']}/pages"))[1]["error"] == "broken"
    assert (await people.rosa.sends("GET", f"/attachments/{file['id']}")).status == 200  # a download still


async def test_a_number_goes_on_with_its_ticket_and_a_withheld_one_does_not(faxing: House, people: People) -> None:
    first = await fax(faxing, "Fax from 010-62751051 (1 page)", tiff())
    assert await fax(faxing, "Fax from 010-62751051 (2 pages)", tiff(2)) == first
    assert await fax(faxing, "Fax from 010-62751059", tiff()) != first
    assert await fax(faxing, "Fax from anonymous", tiff()) != await fax(faxing, "Fax from unknown", tiff(2))
    detail = (await people.rosa.asks("GET", f"/tickets/{first}"))[1]
    assert (detail["reply_channel"], detail["reply_address"]) == ("fax", "+861062751051")
    assert [(one["kind"], one["proved"]) for one in detail["patron"]["identities"]] == [("fax", None)]


async def test_what_no_fax_carries_is_said_and_refused(faxing: House, people: People) -> None:
    number = await fax(faxing, "Fax from 010-62751051", tiff())
    version = (await people.rosa.asks("GET", f"/tickets/{number}"))[1]["ticket"]["version"]
    upload = await people.rosa.sends("POST", "/uploads?name=list.docx", data=b"no", headers={"Content-Type": "application/msword"})
    file = (await upload.json())["id"]
    status, said = await people.rosa.asks("POST", f"/tickets/{number}/fax-check", {
        "text": "See https://library.example 😀", "attachments": [file]})
    assert status == 200
    assert (said["pages"], said["most"], said["missing"], said["notes"]) == (1, 30, "😀", ["links"])
    assert said["files"] == [{"id": file, "name": "list.docx", "code": "not_carried"}]
    status, problem = await people.rosa.asks("POST", f"/tickets/{number}/replies", {
        "text": "Here.", "attachments": [file], "client_id": "client-fax1", "expected_version": version})
    assert (status, problem["errors"][0]["field"]) == (422, "attachments")
    assert "list.docx" in str(problem)
    assert (await people.tomas.asks("POST", f"/tickets/{number}/fax-check", {"text": "x"}))[0] == 404
