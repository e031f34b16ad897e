"""What stands in a header arrives to the letter, in whatever script, and no line is too long."""

from __future__ import annotations

import email.utils
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.headerregistry import Address as MailAddress
from email.message import EmailMessage

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contactcenter.channels.email.compose import POLICY
from contactcenter.channels.email.fold import FoldedPolicy
from contactcenter.channels.email.headers import NAME_CHARS
from tests.channels.email.mails import read

MAX_LINE = 78
WORD = st.text(st.sampled_from('abcXYZ0-9éüأبجدهوزمرحبا续借图书馆=?_"\\(),.@;😀'), min_size=1, max_size=70)
WORDS = st.lists(WORD, min_size=1, max_size=20).map(" ".join)
POLICIES = st.sampled_from([POLICY, POLICY.clone(utf8=True)])


def written(field: str, value: str | MailAddress, how: FoldedPolicy = POLICY) -> tuple[str, bytes]:
    """The field as the far side's library decodes it, and the mail."""
    message = EmailMessage(policy=POLICY)
    message[field] = value
    message["X-Last"] = "untouched"
    content = message.as_bytes(policy=how)
    head = content.split(b"\r\n\r\n")[0].decode()
    assert max(len(line) for line in head.split("\r\n")) <= MAX_LINE
    assert head.count("X-Last: untouched") == 1
    return str(message_from_bytes(content, policy=policy.compat32)[field]).replace("\r\n", ""), content


@given(said=WORDS, how=POLICIES)
def test_a_subject_arrives_to_the_letter(said: str, how: FoldedPolicy) -> None:
    field, content = written("Subject", said, how)

    assert str(make_header(decode_header(field))) == said
    assert read(content + b"\r\n").subject == said


@given(said=WORDS, how=POLICIES)
def test_a_name_arrives_to_the_letter(said: str, how: FoldedPolicy) -> None:
    field, content = written("From", MailAddress(said, "amina", "patron.example"), how)

    name, address = email.utils.parseaddr(field)
    assert (str(make_header(decode_header(name))), address) == (said, "amina@patron.example")
    # Quotes around a whole name are some programs' habit, and taken off when mail is read.
    assume(said.strip("\"'") == said)
    sender = read(content + b"\r\n").sender
    assert (sender.name, sender.value) == (said[:NAME_CHARS], "amina@patron.example")


@pytest.mark.parametrize("said", [
    "الاشتراك في قواعد البيانات الإلكترونية للمكتبة من خارج الحرم الجامعي وكيفية تجديد الكتب المستعارة",
    "a  double   space",
])
def test_subjects_that_lost_something(said: str) -> None:
    assert str(make_header(decode_header(written("Subject", said)[0]))) == said


def test_an_address_of_another_script_stands_as_it_is_where_the_relay_takes_it() -> None:
    content = written("To", MailAddress("王芳", "王芳", "library.example"), POLICY.clone(utf8=True))[1]
    assert "<王芳@library.example>".encode() in content
