"""What a chat message is understood as."""

from __future__ import annotations

import json

import pytest

from contactcenter.channels.web_chat.asks import LONGEST_TEXT, Refused, Resume, Say, Start, read
from contactcenter.channels.web_chat.parse import parse, raw
from contactcenter.channels.web_chat.uploads import Upload
from contactcenter.envelope import Address, BlobRef, ParseError, Raw

FILE = Upload("权限不足.png", "image/png", BlobRef("ab" * 32, 300))


def start(**changes: object) -> Start:
    return read(Start, {"client_id": "amina-0001", "text": "Can I renew?", **changes})


def test_a_first_message_comes_from_whoever_it_says() -> None:
    ask = start(name=" Amina Okafor ", email="amina@example.org", queue="law")
    inbound = parse(raw(ask, ticket_id=None, files=[FILE]))
    assert inbound.sender == Address("email", "amina@example.org", "Amina Okafor", proved=None), "as claimed (law 10)"
    assert inbound.queue == "law"
    assert inbound.thread.signed == ()
    assert inbound.attachments[0].data == BlobRef("ab" * 32, 300)


def test_a_chat_without_an_address_names_no_patron() -> None:
    inbound = parse(raw(start(), ticket_id=None, files=[]))
    assert (inbound.sender.kind, inbound.sender.value) == ("chat", "")


def test_a_later_message_threads_by_proof() -> None:
    kept = raw(read(Say, {"client_id": "amina-0002", "text": "And again?"}), ticket_id=1042, files=[FILE])
    inbound = parse(kept)
    assert inbound.thread.signed == (1042,)
    assert inbound.client_id == "amina-0002"
    assert inbound.identity_keys == (), "twice is once by ticket and client id; the hot path pays for no key"
    assert kept.blobs == (FILE.blob,)


def test_the_same_first_message_is_the_same_inquiry() -> None:
    one = parse(raw(start(), ticket_id=None, files=[]))
    again = parse(raw(start(), ticket_id=None, files=[]))
    assert one.identity_keys == again.identity_keys != ()


@pytest.mark.parametrize("change", [{"text": "Other words"}, {"email": "x@example.org"}, {"client_id": "amina-0009"}])
def test_a_client_id_alone_opens_nobodys_conversation(change: dict[str, object]) -> None:
    assert parse(raw(start(), ticket_id=None, files=[])).identity_keys != parse(
        raw(start(**change), ticket_id=None, files=[])
    ).identity_keys


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b'{"ticket_id": "x"}', b"[1]"])
def test_what_is_no_message_says_so(data: bytes) -> None:
    with pytest.raises(ParseError):
        parse(Raw("web_chat", data))


def test_the_raw_bytes_are_one_spelling() -> None:
    data = raw(start(), ticket_id=None, files=[]).data
    assert data == json.dumps(json.loads(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@pytest.mark.parametrize(("data", "code"), [
    ({"client_id": "amina-0001", "text": "x" * (LONGEST_TEXT + 1)}, "too_long"),
    ({"client_id": "amina-0001", "text": "x", "email": "no"}, "email"),
    ({"client_id": "amina-0001", "text": "x", "attachments": ["a"] * 9}, "too_many_files"),
    ({"client_id": "short", "text": "x"}, "malformed"),
    ({"client_id": "amina-0001", "text": "x", "ticket_id": 7}, "malformed"),
    ({"client_id": "amina-0001", "text": "x", "queue": "../x"}, "malformed"),
    ("words", "malformed"),
    (None, "malformed"),
])
def test_what_a_socket_may_not_ask(data: object, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(Start, data)
    assert refused.value.code == code


@pytest.mark.parametrize("version", [-1, 1.5, "1", True, None, 2**60])
def test_a_version_is_a_number(version: object) -> None:
    with pytest.raises(Refused):
        read(Resume, {"version": version})
