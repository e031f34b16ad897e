"""Files go up as their bytes and come down as downloads, small and large."""

from __future__ import annotations

import pytest

from contactcenter.api.attachments import disposition
from contactcenter.api.uploads import plain_name
from tests.api.conftest import House, People


@pytest.mark.parametrize("size", [0, 10, 700_000])
async def test_a_file_goes_up_into_a_note_and_comes_down(house: House, people: People, size: int) -> None:
    number = await house.mail(subject="Scan", text="Please scan it.")
    data = bytes(index % 251 for index in range(size))
    status, upload = await people.rosa.asks(
        "POST", "/uploads?name=scan.tif", data=data, headers={"Content-Type": "image/tiff"}
    )
    assert (status, upload["size"], upload["media_type"]) == (201, size, "image/tiff")
    note = {"text": "", "client_id": "with-file-1", "attachments": [upload["id"]]}
    assert (await people.ines.asks("POST", f"/tickets/{number}/notes", note))[0] == 422  # it is Rosa's
    status, message = await people.rosa.asks("POST", f"/tickets/{number}/notes", note)
    assert status == 201, message
    path = f"/attachments/{message['attachments'][0]['id']}"
    for asked in ({}, {"Range": "bytes=0-1,4-5"}):
        answer = await people.rosa.sends("GET", path, headers=asked)
        assert (answer.status, await answer.read()) == (200, data)
    answer = await people.rosa.sends("GET", path, headers={"Range": f"bytes={size}-"})
    assert (answer.status, answer.headers["Content-Range"]) == (416, f"bytes */{size}")
    answer = await people.rosa.sends("GET", path)
    assert answer.headers["Content-Type"] == "image/tiff"
    assert answer.headers["Content-Disposition"] == "attachment; filename=\"scan.tif\"; filename*=UTF-8''scan.tif"


async def test_a_large_file_is_sent_in_parts_on_request(house: House, people: People) -> None:
    number = await house.mail(subject="Scan", text="Please scan it.")
    _, upload = await people.rosa.asks("POST", "/uploads?name=scan.tif", data=b"0123456789" * 70_000)
    note = {"text": "", "client_id": "with-file-1", "attachments": [upload["id"]]}
    _, message = await people.rosa.asks("POST", f"/tickets/{number}/notes", note)
    path = f"/attachments/{message['attachments'][0]['id']}"
    answer = await people.rosa.sends("GET", path, headers={"Range": "bytes=699995-"})
    assert (answer.status, await answer.read()) == (206, b"56789")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert (await people.rosa.sends("GET", path, headers={"Range": "bytes=800000-"})).status == 416
    # Several parts: all of it (RFC 9110 14.2).
    answer = await people.rosa.sends("GET", path, headers={"Range": "bytes=0-1,8-9"})
    assert (answer.status, len(await answer.read())) == (200, 700_000)
    assert (await people.wang.sends("GET", path, headers={"Range": "bytes=0-1"})).status == 404


async def test_a_file_over_the_limit_is_refused_with_and_without_a_length(people: People) -> None:
    data = b"x" * 1_000_001

    async def chunks() -> object:
        yield data

    for body in (data, chunks()):
        status, problem = await people.rosa.asks("POST", "/uploads?name=big.bin", data=body)
        assert (status, problem["status"]) == (413, 413)
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    assert (await people.rosa.asks("POST", "/uploads?name=a", data=b"x", headers=form))[0] == 415
    assert (await people.rosa.asks("POST", "/uploads", data=b"x"))[0] == 422


@pytest.mark.parametrize(("name", "plain"), [
    ("../../etc/passwd", "passwd"), ("C:\\fakepath\\论文.pdf", "论文.pdf"), ("a\u202egpj.exe", "agpj.exe"),
    ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"), ("..", "file"), ("  ", "file"), ("x" * 255, "x" * 255),
])
def test_a_name_loses_what_misleads(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_a_disposition_cannot_be_broken_out_of() -> None:
    assert disposition("attachment", 'a"; x="\\%\n续.pdf') == (
        "attachment; filename=\"a__ x=_____.pdf\"; filename*=UTF-8''a%22%3B%20x%3D%22%5C%25%0A%E7%BB%AD.pdf"
    )
