"""Seals and tokens: what we wrote opens, anything else does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contactcenter.channels.web_chat.lines import FileLinks
from contactcenter.channels.web_chat.token import ChatTokens
from contactcenter.channels.web_chat.uploads import LIFE, Upload, Uploads
from contactcenter.envelope import BlobRef
from contactcenter.portal.links import InquiryLinks
from contactcenter.seal import Seal

SECRET = b"a secret of the house"
NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


@given(st.binary(max_size=200))
def test_what_we_sealed_opens(payload: bytes) -> None:
    assert Seal(SECRET, "one").open(Seal(SECRET, "one").close(payload)) == payload


@given(st.binary(max_size=60), st.data())
def test_one_changed_character_opens_nothing(payload: bytes, data: st.DataObject) -> None:
    sealed = Seal(SECRET, "one").close(payload)
    place = data.draw(st.integers(0, len(sealed) - 1))
    other = data.draw(st.sampled_from("AZaz09-_.=~é").filter(lambda char: char != sealed[place]))
    assert Seal(SECRET, "one").open(sealed[:place] + other + sealed[place + 1 :]) is None


@given(st.text(max_size=80))
def test_nothing_strange_opens(text: str) -> None:
    assert Seal(SECRET, "one").open(text) is None


def test_a_seal_is_good_for_its_purpose_only() -> None:
    sealed = Seal(SECRET, "one").close(b"x")
    assert Seal(SECRET, "two").open(sealed) is None
    assert Seal(b"another house", "one").open(sealed) is None
    assert Seal(SECRET, "one").open(None) is None
    assert Seal(SECRET, "one").open(sealed + "A" * 3000) is None


def test_a_chat_token_proves_its_ticket_and_no_other_thing() -> None:
    tokens = ChatTokens(SECRET)
    token = tokens.issue(1042)
    proved = tokens.check(token)
    assert proved is not None
    assert proved.ticket_id == 1042
    assert tokens.issue(1042) != token, "two browsers have two keys"
    assert InquiryLinks(SECRET).ticket(token) is None, "a chat token opens no page"
    assert tokens.check(InquiryLinks(SECRET).path(1042).removeprefix("/t/")) is None


def test_the_address_of_an_inquiry_stays_the_same() -> None:
    links = InquiryLinks(SECRET)
    assert links.path(7) == links.path(7)
    assert links.ticket(links.path(7).removeprefix("/t/")) == 7


def test_an_upload_is_named_for_a_day() -> None:
    uploads = Uploads(SECRET)
    upload = Upload("论文 scan.pdf", "application/pdf", BlobRef("ab" * 32, 5))
    name = uploads.name(upload, now=NOW)
    assert uploads.find(name, now=NOW) == upload
    assert uploads.find(name, now=NOW + LIFE + timedelta(seconds=1)) is None
    assert uploads.find_all([name, "forged.name"], now=NOW) is None
    assert uploads.find_all([name, name], now=NOW) == [upload, upload]


def test_a_file_link_names_one_file() -> None:
    links = FileLinks(SECRET)
    path = links.link(7, 31, 2, "a b/中.pdf")
    assert path.endswith("/a%20b%2F%E4%B8%AD.pdf")
    assert links.read(path.split("/")[3]) == (7, 31, 2)
    assert links.read("AAAA.BBBB") is None
