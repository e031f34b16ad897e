"""Mail that a machine wrote."""

import pytest

from contactcenter.channels.email.automatic import RULES
from tests.channels.email.mails import mail, read


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"Auto-Submitted": "auto-replied"}, "auto_submitted"),
        ({"Auto-Submitted": "auto-generated; type=x"}, "auto_submitted"),
        ({"Precedence": "List"}, "precedence_list"),
        ({"Precedence": "auto_reply"}, "precedence_reply"),
        ({"Precedence": "junk", "X-Loop": "amina@patron.example", "In-Reply-To": "<x@library.example>"}, "precedence_reply"),
        ({"Precedence": "bulk", "Return-Path": "<>", "In-Reply-To": "<x@library.example>"}, "precedence_reply"),
        ({"Precedence": "bulk", "Subject": "away from my mail", "In-Reply-To": "<x@library.example>"}, "subject"),
        ({"Precedence": "bulk", "Auto-Submitted": "auto-replied"}, "auto_submitted"),
        ({"Precedence": "bulk", "List-Id": "<readers.patron.example>"}, "list"),
        ({"From": "no-reply@system.example", "Auto-Submitted": "auto-generated"}, "auto_submitted"),
        ({"X-Auto-Response-Suppress": "All", "Subject": "Automatic reply: hours"}, "subject"),
        ({"List-Id": "<readers.patron.example>"}, "list"),
        ({"X-Autoreply": "yes"}, "autoreply_header"),
        ({"X-Autorespond": "yes"}, "autoreply_header"),
        ({"Return-Path": "<>"}, "empty_return_path"),
        ({"From": "MAILER-DAEMON@mx.example"}, "daemon"),
        ({"Content-Type": "multipart/report; report-type=delivery-status; boundary=x"}, "report"),
        ({"Subject": "自动回复：续借"}, "subject"),
        ({"Subject": "Automatic reply: hours"}, "subject"),
        ({"Subject": "Out of Office"}, "subject"),
        ({"Subject": "=?utf-8?B?6Ieq5Yqo5Zue5aSNOiDlnKg=?="}, "subject"),
        ({"From": "help@library.example"}, "from_ourselves"),
        ({"From": "Law <LAW@library.example>"}, "from_ourselves"),
    ],
)
def test_a_machine(fields: dict[str, str], code: str) -> None:
    assert read(mail(**fields)).automatic == code


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"Auto-Submitted": "no"},
        {"Precedence": "first-class"},
        {"Return-Path": "<amina@patron.example>"},
        {"From": "noreen@patron.example"},
        {"From": "postmaster@patron.example"},
        {"Subject": "About your automatic replies"},
        {"Subject": "自动回复怎么设置？"},
        {"X-Autoreply": "no"},
        {"X-Auto-Response-Suppress": "OOF"},
        {"Subject": "Re: out of print books"},
    ],
)
def test_a_person(fields: dict[str, str]) -> None:
    assert read(mail(**fields)).automatic is None


@pytest.mark.parametrize(
    ("fields", "code", "nobody"),
    [
        ({"Precedence": "bulk"}, "precedence", False),
        ({"Precedence": "junk"}, "precedence", False),
        ({"Precedence": "bulk", "In-Reply-To": "<x@library.example>"}, "precedence_answer", False),
        ({"X-Auto-Response-Suppress": "DR, AutoReply"}, "suppressed", False),
        ({"X-Auto-Response-Suppress": "All"}, "suppressed", False),
        ({"From": "Library system <no-reply@system.example>"}, "no_reply_address", True),
        ({"From": "donotreply@system.example"}, "no_reply_address", True),
        ({"From": "Forms <noreply@uni.example>", "Reply-To": "Amina <amina@patron.example>"}, "no_reply_address", True),
    ],
)
def test_a_question_that_no_machine_may_answer(fields: dict[str, str], code: str, nobody: bool) -> None:
    said = read(mail(**fields))
    assert [finding.code for finding in said.findings] == [code]
    assert (said.automatic, said.silent, said.from_nobody) == (None, True, nobody)


def test_an_ordinary_mail_may_be_answered() -> None:
    said = read(mail(**{"Authentication-Results": "mx.library.example; spf=fail"}))
    assert (said.automatic, said.silent, said.from_nobody) == (None, False, False)


def test_a_bounce_is_told_with_whom_it_did_not_reach() -> None:
    report = mail("<amina@patron.example>: host mx.patron.example said: 550 5.1.1 no such person here\n",
                  From="MAILER-DAEMON@mx.example", Subject="Undelivered Mail Returned to Sender")
    first = read(report).findings[0]
    assert (first.code, first.effect, first.fields["address"]) == ("bounce", "aside", "amina@patron.example")
    assert "no such person" in first.fields["why"]


def test_an_empty_envelope_sender() -> None:
    assert read(mail(), mail_from="").automatic == "empty_return_path"
    assert read(mail(), mail_from="amina@patron.example").automatic is None


def test_every_rule_has_its_own_code_and_a_reason() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert all(rule.reason for rule in RULES)
