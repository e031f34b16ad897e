"""What a form is understood as, and what is wrong with one."""

from __future__ import annotations

import pytest

from contactcenter.channels.web_form.parse import parse, raw
from contactcenter.channels.web_form.question import LONGEST, Question, StoredFile, check
from contactcenter.channels.web_form.submit import Form, question_of
from contactcenter.envelope import Address, BlobRef, ParseError, Raw

FILE = StoredFile("reading list.pdf", "application/pdf", BlobRef("cd" * 32, 12))


def question(**changes: object) -> Question:
    fields: dict[str, object] = {
        "client_id": "form-1", "name": "Amina Okafor", "email": "amina@example.org", "subject": "A loan",
        "text": "Can I renew it?", "files": [FILE], **changes,
    }
    return Question(**fields)  # type: ignore[arg-type]  # a test's own fields


def test_a_form_becomes_an_inquiry() -> None:
    kept = raw(question(queue="law"))
    inbound = parse(kept)
    assert inbound.sender == Address("email", "amina@example.org", "Amina Okafor", proved=None)
    assert (inbound.subject, inbound.text, inbound.queue) == ("A loan", "Can I renew it?", "law")
    assert inbound.attachments[0].data == FILE.blob
    assert kept.blobs == (FILE.blob,)


def test_a_follow_up_threads_by_proof() -> None:
    inbound = parse(raw(question(name="", email=""), ticket_id=1042))
    assert inbound.thread.signed == (1042,)
    assert inbound.sender == Address("portal", "", "", proved="link")


def test_a_double_submit_is_one_and_other_words_are_another() -> None:
    assert parse(raw(question())).identity_keys == parse(raw(question())).identity_keys
    assert parse(raw(question())).identity_keys != parse(raw(question(text="And by post?"))).identity_keys
    assert parse(raw(question())).identity_keys != parse(raw(question(client_id="form-2"))).identity_keys


def test_a_machine_is_named_and_kept() -> None:
    inbound = parse(raw(question(automatic="form_trap")))
    assert (inbound.automatic, inbound.text) == ("form_trap", "Can I renew it?")


@pytest.mark.parametrize("data", [b"", b"{}", b'{"client_id": 1}', b"\xff\xfe"])
def test_what_is_no_form_says_so(data: bytes) -> None:
    with pytest.raises(ParseError):
        parse(Raw("web_form", data))


@pytest.mark.parametrize(("changes", "faults"), [
    ({}, {}),
    ({"text": " \n ", "files": []}, {"text": "text_empty"}),
    ({"text": ""}, {}),
    ({"email": "amina"}, {"email": "email_wrong"}),
    ({"email": "a@b@example.org"}, {"email": "email_wrong"}),
    ({"email": ""}, {}),
    ({"text": "x" * (LONGEST["text"] + 1)}, {"text": "too_long"}),
    ({"name": "x" * 201, "subject": "x" * 201}, {"name": "too_long", "subject": "too_long"}),
])
def test_faults_are_named_field_by_field(changes: dict[str, object], faults: dict[str, str]) -> None:
    asked = question(**changes)
    check(asked, email_needed=False)
    assert asked.faults == faults


def test_where_an_address_is_needed() -> None:
    asked = question(email="")
    check(asked, email_needed=True)
    assert asked.faults == {"email": "email_empty"}


def test_files_of_an_earlier_try_come_first_and_the_rest_is_named() -> None:
    form = Form()
    form.kept = ["sealed", "forged"]
    form.files = [FILE] * 8
    asked = question_of(form, keep=lambda sealed: FILE if sealed == "sealed" else None)
    assert len(asked.files) == 8
    assert asked.faults == {"files": "too_many_files"}
