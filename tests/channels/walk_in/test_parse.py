"""What a question at the desk is understood as."""

from __future__ import annotations

import orjson
import pytest

from contactcenter.channels.walk_in.parse import parse
from contactcenter.envelope import Address, BlobRef, ParseError, Raw


def written(**changes: object) -> Raw:
    return Raw("walk_in", orjson.dumps({
        "subject": "Opening hours at Christmas", "text": "Asked on the phone", "channel": "walk_in", "queue": "general",
        "patron_name": "", "patron_email": "", "client_id": "rosa-0001", "author": "staff:7", "author_staff_id": 7,
        "locale": "en", "attachments": [], **changes,
    }))


def test_the_librarian_wrote_it_down() -> None:
    inbound = parse(written())
    assert inbound.author_staff_id == 7
    assert inbound.sender == Address("desk", "")
    assert (inbound.channel, inbound.queue, inbound.subject) == ("walk_in", "general", "Opening hours at Christmas")


def test_an_address_is_as_claimed() -> None:
    inbound = parse(written(patron_email="amina@example.org", patron_name="Amina Okafor"))
    assert inbound.sender == Address("email", "amina@example.org", "Amina Okafor")


def test_files_are_referred_to() -> None:
    file = {"name": "scan.pdf", "media_type": "application/pdf", "digest": "ab" * 32, "size": 9}
    assert parse(written(attachments=[file])).attachments[0].data == BlobRef("ab" * 32, 9)


def test_a_client_id_counts_for_its_author_only() -> None:
    assert parse(written()).identity_keys == parse(written(text="other words")).identity_keys
    assert parse(written()).identity_keys != parse(written(author="staff:8")).identity_keys


@pytest.mark.parametrize("data", [b"", b"{}", b"null", written(channel="email").data, written(extra=1).data])
def test_what_is_no_desk_question_says_so(data: bytes) -> None:
    with pytest.raises(ParseError):
        parse(Raw("walk_in", data))
